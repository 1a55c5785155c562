import type { Microservice } from "../microservice.ts";
import type { Kit, Stage } from "../stage.ts";

/** Installs the Debian packages that a service is built with. */
export function withBuildPackages<C extends Stage>(stage: C, { packages }: Microservice): C {
  return packages.build.length ? run(stage, installed(packages.build)) : stage;
}

/**
 * What an image begins as: a base, and the files of the Debian packages that the service runs with.
 *
 * @param base none for an image that begins as nothing; with packages or linked to the C library, it gets that.
 */
export function bare<C extends Stage>(
  kit: Kit<C>,
  { packages: { runtime }, linkage }: Microservice,
  base?: string,
  version?: string,
): C {
  const below = base ?? (runtime.length || linkage ? "cc" : undefined);
  if (!below) return kit.stages.container();
  if (!runtime.length) return kit.from(below, version);
  const started = kit.named("base", kit.from(below, version));
  const beside = kit
    .from("debian", below === "cc" ? version : undefined)
    .withDirectory(BASE, started.directory("/"));
  const system = run(beside, [...installed(runtime, `touch ${MARK}`), ...gathered(runtime)]);
  return started.withDirectory("/", kit.named("system", system).directory(GATHERED).withTimestamps(0));
}

/** Where the image's base lies beside the system whose files it lacks, and where those go. */
const BASE = "/base";
const GATHERED = "/gathered";

/** Older than every file that installing makes; packages' own files are as old as their release. */
const MARK = "/tmp/installing";

function run<C extends Stage>(stage: C, commands: string[]): C {
  return stage.withExec(["sh", "-c", commands.join(" && ")]);
}

function installed(packages: string[], ...before: string[]): string[] {
  return [
    "apt-get update",
    ...before,
    `DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ${packages.join(" ")}`,
    "rm -rf /var/lib/apt/lists/*",
  ];
}

/** Packages that only scripts of an installation call. */
const INSTALLERS = [
  ...["adduser", "debconf", "dpkg", "init-system-helpers", "install-info", "libdebconfclient0", "lsb-base"],
  ...["sensible-utils", "sysvinit-utils", "tar", "ucf"],
];

/**
 * Packages that the named ones lead to, without those that the base has a part of: what of it is left out there
 * no program of an image has missed.
 */
const CLOSURE = `
{ depends[$1] = $3; offers[$1] = offers[$1] " " $1; n = split($2, names, ","); for (i = 1; i <= n; i++) offers[bare(names[i])] = offers[bare(names[i])] " " $1 }
function bare(name) { sub(/[(].*/, "", name); sub(/:.*/, "", name); gsub(/ /, "", name); return name }
function visit(name,   all, list, i, j, m, n) {
  m = split(offers[name], all, " ");
  for (j = 1; j <= m; j++) if (!(all[j] in seen)) {
    seen[all[j]]; print all[j];
    n = split(depends[all[j]], list, /[,|]/); for (i = 1; i <= n; i++) visit(bare(list[i]))
  }
}
END {
  n = split(had, names, " "); for (i = 1; i <= n; i++) seen[names[i]];
  n = split(wanted, names, " "); for (i = 1; i <= n; i++) delete seen[names[i]];
  for (i = 1; i <= n; i++) visit(names[i])
}`
  .trim()
  .replace(/\s*\n\s*/g, " ");

/** Manuals and translations, and what Python compiles as it is installed. */
const UNREAD = "^/usr/share/(doc|man|info|locale|lintian|bug|bash-completion)/|[.]pyc$";

/** Commands that copy what the base lacks: the packages' files, and those that installing made of them. */
function gathered(packages: string[]): string[] {
  const wanted = packages.map((name) => name.replace(/=.*/, "")).join(" ");
  const status = `${GATHERED}/var/lib/dpkg/status.d`;
  const lacking =
    'while read -r path; do if [ -d "$path" ] && [ ! -L "$path" ]; then continue; fi; ' +
    `[ -e "${BASE}$path" ] || [ -e "${BASE}\${path#/usr}" ] || [ ! -e "$path" ] || echo "\${path#/}"; done`;
  return [
    `mkdir -p ${status}`,
    `had="${INSTALLERS.join(" ")} $(ls ${BASE}/var/lib/dpkg/status.d 2> /dev/null | tr '\\n' ' ')"`,
    `dpkg-query --show --showformat '\${Package}\\t\${Provides}\\t\${Pre-Depends}, \${Depends}\\n' > /tmp/known`,
    `awk -F '\\t' -v wanted="${wanted}" -v had="$had" '${CLOSURE}' /tmp/known > /tmp/packages`,
    // Where /lib is a link to usr/lib, packages still call it /lib.
    "if [ -L /lib ]; then plain='s,^/(bin|sbin|lib[^/]*)/,/usr/\\1/,'; else plain=; fi",
    `{ xargs dpkg-query --listfiles < /tmp/packages; find /usr /etc/alternatives -newer ${MARK} ! -type d; } ` +
      `| grep -E '^/[^/]+/' | sed -E "$plain" | grep -vE '${UNREAD}' | sort -u | ${lacking} > /tmp/files`,
    `tar --create --file /tmp/tar --mode ug-s --directory / --no-recursion --verbatim-files-from --files-from /tmp/files`,
    `tar --extract --file /tmp/tar --directory ${GATHERED}`,
    `while read -r name; do dpkg-query --status "$name" > ${status}/$name; done < /tmp/packages`,
  ];
}
