import { shellQuoted } from "../dockerfile/script.ts";
import { BUNDLE, type Root } from "./root.ts";

/**
 * The shell script that turns unpacked packages into the root that was asked for.
 *
 * mmdebstrap runs it on the machine that unpacks, with the tree as `$1`: the tree needs no shell.
 */
export function hookScript(root: Root): string {
  const steps = [
    'set -eu; cd "$1"; export LC_ALL=C PYTHONHASHSEED=0',
    root.variant === "extract" ? bundle() : anonymous(),
    ...Object.entries(root.links ?? {}).map(([path, target]) => link(path, target)),
    remove(root.drop ?? []),
    ...(root.commands ?? []).map((command) => `chroot . ${command.map(shellQuoted).join(" ")}`),
    ...(root.keep
      ? [remove(["*"], [...root.keep, "var/cache/apt/archives/*"]), packageList(root.packages)]
      : []),
    ...(root.variant === "extract" ? [withoutApt()] : []),
    ...(root.keep ? [skeleton()] : []),
    ...Object.entries(root.files ?? {}).map(([path, text]) => write(path, text)),
  ];
  return steps.filter(Boolean).join("\n");
}

/** What the scripts of `ca-certificates` would do; made of the package's files, never of the machine's. */
function bundle(): string {
  return [
    "if [ -d usr/share/ca-certificates/mozilla ]; then",
    `  mkdir -p etc/ssl/certs && cat usr/share/ca-certificates/mozilla/*.crt > ${BUNDLE}`,
    "fi",
  ].join("\n");
}

/** mmdebstrap copies these two from the machine. */
function anonymous(): string {
  return "echo localhost > etc/hostname; : > etc/resolv.conf";
}

function link(path: string, target: string): string {
  return `mkdir -p ${shellQuoted(parent(path))} && ln -sfn ${shellQuoted(target)} ${shellQuoted(path)}`;
}

function write(path: string, text: string): string {
  return `mkdir -p ${shellQuoted(parent(path))} && printf %s ${shellQuoted(text)} > ${shellQuoted(path)}`;
}

function remove(patterns: string[], except: string[] = []): string {
  if (!patterns.length) return "";
  const kept = except.map((pattern) => `! -path ${shellQuoted(`./${pattern}`)}`);
  const gone = patterns.map((pattern) => `-path ${shellQuoted(`./${pattern}`)}`).join(" -o ");
  return `find . -xdev ! -type d ${[...kept, `\\( ${gone} \\)`].join(" ")} -delete`;
}

/** Packages asked for, and those of which a file is there, documentation aside. */
function packageList(wanted: string[]): string {
  return [
    "mkdir -p var/lib/dpkg/status.d",
    "for deb in var/cache/apt/archives/*.deb; do",
    '  name=$(dpkg-deb --field "$deb" Package)',
    `  case " ${wanted.join(" ")} " in`,
    '    *" $name "*) ;;',
    '    *) dpkg-deb --fsys-tarfile "$deb" | tar --list | grep -v -e "/$" -e "^./usr/share/doc/" |',
    "      xargs -r -d '\\n' ls -d 2>/dev/null | grep -q . || continue ;;",
    "  esac",
    '  dpkg-deb --field "$deb" > "var/lib/dpkg/status.d/$name"',
    "done",
  ].join("\n");
}

function withoutApt(): string {
  return "rm -rf etc/apt etc/hostname etc/resolv.conf var/lib/apt var/cache/apt var/log/* tmp/*";
}

/** Empty directories go, but for those that programs and container runtimes expect. */
function skeleton(): string {
  return [
    "find . -xdev -depth -type d -empty ! -path './dev*' ! -path ./proc ! -path ./sys -delete",
    "mkdir -p dev proc sys run tmp var/tmp root home/nonroot",
    "chmod 1777 tmp var/tmp; chmod 700 root home/nonroot; chown 65532:65532 home/nonroot",
  ].join("\n");
}

function parent(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
}
