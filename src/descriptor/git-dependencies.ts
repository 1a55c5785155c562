import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { readJson, texts } from "../manifests/json.ts";
import type { Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";
import type { Descriptor } from "./descriptor.ts";

/** A dependency that a manifest takes from git by ssh. */
interface SshDependency {
  /** Host and path: `git.example/acme/money.git`. */
  place: string;
  file: string;
  line?: number;
}

/**
 * Dependencies that only an ssh agent or a secret can fetch, where the descriptor gives access to neither: without it
 * a build fails when it has asked for them.
 */
export function gitWarnings(
  tree: Snapshot,
  { git = {} }: Descriptor,
  { installs = [] }: Pick<Microservice, "installs">,
): Fault[] {
  const said = Object.keys(git).map((place) => `${place}/`);
  const open = sshDependencies(tree, installs).filter(
    ({ place }) => !said.some((own) => `${place}/`.startsWith(own)),
  );
  return open.map(({ place, file, line }) => ({
    file: join(tree.directory, file),
    line,
    message: `${place} comes by ssh, and nothing gives access to it`,
    hint: `say \`git: { ${hostOf(place)}: ssh }\` in service.yaml and build with --ssh default; or name a secret there`,
  }));
}

/** In manifests; what locks them names the same places. */
function sshDependencies(tree: Snapshot, installs: string[]): SshDependency[] {
  const manifests = new Set([...MANIFESTS, ...installs]);
  return [...packageDependencies(tree), ...[...manifests].flatMap((file) => lineDependencies(tree, file))];
}

const MANIFESTS = ["Cargo.toml", "pyproject.toml", "Pipfile", "requirements.txt"];

function packageDependencies(tree: Snapshot): SshDependency[] {
  const file = "package.json";
  const manifest = readJson<Record<string, unknown>>(tree, file);
  return ["dependencies", "devDependencies", "optionalDependencies"].flatMap((table) =>
    Object.entries(texts(manifest?.value[table])).flatMap(([name, from]) => {
      const place = placeOf(from);
      return place ? [{ place, file, line: manifest?.line(table, name) }] : [];
    }),
  );
}

function lineDependencies(tree: Snapshot, file: string): SshDependency[] {
  return (tree.text(file) ?? "").split("\n").flatMap((text, at) => {
    const [, from] = /(?:^|[^\w])git(?:\+|\s*=\s*["'])((?:ssh:\/\/|git@).*)/.exec(text) ?? [];
    const place = from && !/^\s*#/.test(text) ? placeOf(from) : undefined;
    return place ? [{ place, file, line: at + 1 }] : [];
  });
}

/** Where `git+ssh://git@host/path.git#v1` or `git@host:path` leads; undefined for what isn't fetched by ssh. */
function placeOf(from: string): string | undefined {
  const [, host, path] =
    /^(?:git\+)?ssh:\/\/(?:[^@/]*@)?([^/\s]+)\/([^#@"'\s]+)/.exec(from) ??
    /^git@([^:/\s]+):([^#@"'\s]+)/.exec(from) ??
    [];
  return host && path && `${host}/${path}`;
}

function hostOf(place: string): string {
  return place.slice(0, place.indexOf("/"));
}
