/** What a wrapper runs: a version, and what npm's archive of it hashes to. */
export interface Pin {
  version: string;
  /** As npm has it: `sha512-` and the hash in base64. Empty where it is not known yet. */
  integrity: string;
}

/** The form of a version. */
export const VERSION = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;

/** The file's name, at a repository's root. */
export const WRAPPER = "daggerw";

/** A repository's own `daggerw`. */
export function wrapperText({ version, integrity }: Pin): string {
  return `#!/bin/sh
# multistage, at one version for everybody: ./daggerw build api. A checkout needs Node and nothing else.
# npm gets the version once; what came is checked, and kept. \`./daggerw upgrade\` moves these two lines.
version=${version}
integrity=${integrity}
${SCRIPT}`;
}

/** What a wrapper is pinned to; undefined where a file is none. */
export function pinIn(text: string): Pin | undefined {
  const [, version] = VERSION_LINE.exec(text) ?? [];
  const [, integrity] = INTEGRITY_LINE.exec(text) ?? [];
  return version === undefined || integrity === undefined ? undefined : { version, integrity };
}

/** The wrapper with another pin; all else of it stays. */
export function pinned(text: string, { version, integrity }: Pin): string {
  return text
    .replace(VERSION_LINE, () => `version=${version}`)
    .replace(INTEGRITY_LINE, () => `integrity=${integrity}`);
}

const VERSION_LINE = /^version=(\d\S*)$/m;
const INTEGRITY_LINE = /^integrity=(\S*)$/m;

const SCRIPT = `set -eu

fail() {
  code=$1
  shift
  echo "daggerw: $*" >&2
  exit "$code"
}

command -v node >/dev/null 2>&1 || fail 2 "Node 20 or newer is needed, and there is no node on PATH"
kept=\${XDG_CACHE_HOME:-\${HOME:?}/.cache}/multistage/versions/$version-$(printf %s "$integrity" | cksum | cut -d ' ' -f 1)

if [ ! -f "$kept/dist/multistage.mjs" ]; then
  [ -n "$integrity" ] || fail 2 "the line integrity= is empty: npx multistage@$version upgrade $version fills it in"
  mkdir -p "\${kept%/*}"
  new=$(mktemp -d "$kept.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  trap 'exit 130' INT TERM
  self=$(readlink -f "$0" 2>/dev/null) || self=$0
  archive=$(dirname "$self")/multistage-$version.tgz
  # A repository may have the archive itself, beside this file. Whatever has it, it is checked.
  if [ ! -f "$archive" ]; then
    command -v npm >/dev/null 2>&1 || fail 2 "npm is needed once, to get multistage $version, and is not on PATH"
    echo "daggerw: getting multistage $version" >&2
    # From this directory, so that a team's .npmrc may name a mirror.
    (cd "$(dirname "$self")" && npm pack --silent --ignore-scripts --pack-destination "$new" "multistage@$version") >"$new/name" ||
      fail 75 "npm can't get multistage $version: npm pack multistage@$version says why"
    archive=$new/$(tail -n 1 "$new/name")
  fi
  node -e '
    const [archive, integrity] = process.argv.slice(1);
    const hash = require("crypto").createHash("sha512").update(require("fs").readFileSync(archive)).digest("base64");
    process.exit("sha512-" + hash === integrity ? 0 : 1);
  ' "$archive" "$integrity" || fail 3 "$archive is not the multistage $version that daggerw is pinned to, and was not run"
  tar -xzf "$archive" -C "$new"
  [ -d "$kept" ] || mv "$new/package" "$kept"
  rm -rf "$new"
  trap - EXIT INT TERM
fi

exec node "$kept/dist/multistage.mjs" "$@"
`;
