import { nearest } from "../yaml/nearest.ts";
import { isElf } from "./elf.ts";
import { cannot, FINE, type Looked } from "./finding.ts";
import {
  absolute,
  type Entry,
  type Found,
  fileAt,
  follow,
  type ImageFiles,
  namesAt,
  parent,
} from "./image-files.ts";
import { closureOf, elfAt, type Unresolved } from "./libraries.ts";
import { type Shebang, shebangIn } from "./shebang.ts";
import { type Start, searchPath, type User } from "./start.ts";

/** Where a word of a command leads: as `exec` looks for it. */
export function programAt(files: ImageFiles, word: string, start: Start): Found | undefined {
  if (word.includes("/")) return fileAt(files, word, start.directory);
  return searchPath(start)
    .map((folder) => fileAt(files, `${folder}/${word}`))
    .find((found) => found && found.entry.mode & 0o111);
}

/** Why the kernel or a loader would not start a program: before any of its own code runs. */
export async function lookAtProgram(
  files: ImageFiles,
  word: string,
  start: Start,
  user: User,
  depth = 0,
): Promise<Looked> {
  const found = programAt(files, word, start);
  if (!found) return absent(files, word, start);
  const closed = found.passed.find((path) => !mayExecute(entryOf(files, path), user));
  if (closed) return cannot(`user ${user.uid} may not enter ${closed}`, `chmod a+x ${closed} in its build`);
  if (!mayExecute(found.entry, user))
    return cannot(
      `${found.path} is not executable by user ${user.uid}`,
      `git update-index --chmod=+x on it, or chmod +x in its build`,
    );
  const head = await files.read(found.path, 0, 256);
  if (isElf(head)) return lookAtElf(files, found.path, start);
  const shebang = shebangIn(head);
  if (shebang) return lookAtScript(files, found.path, shebang, start, user, depth);
  return cannot(
    `${found.path} is neither a program for Linux nor a script that begins with #!`,
    "name what runs it: `command: [INTERPRETER, FILE]`",
  );
}

function entryOf(files: ImageFiles, path: string): Entry {
  return files.entry(path) as Entry;
}

function mayExecute({ mode, uid, gid }: Entry, user: User): boolean {
  if (user.uid === 0) return (mode & 0o111) !== 0;
  if (uid === user.uid) return (mode & 0o100) !== 0;
  // A user may be in more groups than its first: only root's is surely not one of them.
  return (mode & (gid === user.gid ? 0o010 : gid === 0 ? 0o001 : 0o011)) !== 0;
}

/** Tools that work on sources: images have what they start instead. */
const DEVELOPMENT: Record<string, string> = {
  npm: "say what it runs: `command: [node, server.js]`",
  pnpm: "say what it runs: `command: [node, server.js]`",
  yarn: "say what it runs: `command: [node, server.js]`",
  npx: "say what it runs: `command: [node, node_modules/…]`",
  tsx: "compile to JavaScript, or move tsx from devDependencies to dependencies",
  "ts-node": "compile to JavaScript, or move ts-node from devDependencies to dependencies",
  nodemon: "say what it runs: `command: [node, server.js]`",
  poetry: "say what it runs: `command: [python, -m, app]`",
  uv: "say what it runs: `command: [python, -m, app]`",
  pipenv: "say what it runs: `command: [python, -m, app]`",
  mvn: "say what it starts: `command: [java, -jar, app.jar]`",
  gradle: "say what it starts: `command: [java, -jar, app.jar]`",
  go: "say `entrypoint:`, the main package",
};

function absent(files: ImageFiles, word: string, start: Start): Looked {
  if (!word.includes("/")) {
    const names = searchPath(start).flatMap((folder) => namesAt(files, folder));
    const near = nearest(word, names);
    const mend = DEVELOPMENT[word] ?? (near && `did you mean "${near}"? say it in \`command:\``);
    return cannot(
      `there is no program "${word}" in the image`,
      mend ?? "say `command:`, or install what has it",
    );
  }
  const path = absolute(word, start.directory);
  const there = follow(files, path);
  if (there) return cannot(`${path} is a directory, no program`, "say `command:`");
  const near = nearest(path.slice(path.lastIndexOf("/") + 1), namesAt(files, parent(path)));
  return cannot(
    `there is no ${path} in the image`,
    near ? `did you mean ${parent(path)}/${near}?` : "say `command:`",
  );
}

/** A script's interpreter is a program itself; Linux follows scripts that start scripts, four deep. */
async function lookAtScript(
  files: ImageFiles,
  path: string,
  { interpreter, argument, carriageReturn }: Shebang,
  start: Start,
  user: User,
  depth: number,
): Promise<Looked> {
  if (carriageReturn)
    return cannot(
      `the first line of ${path} ends with CR LF, so that its interpreter is not found`,
      `say \`*.${extension(path)} text eol=lf\` in .gitattributes`,
    );
  if (depth > 4) return FINE;
  if (!fileAt(files, interpreter))
    return cannot(`${path} is run by ${interpreter}, which the image lacks`, mendOf(interpreter));
  const looked = await lookAtProgram(files, interpreter, start, user, depth + 1);
  if (looked.finding) return looked;
  const named = /\/env$/.test(interpreter) ? (argument?.replace(/^-S\s*/, "").split(/\s+/)[0] ?? "") : "";
  if (!named || named.includes("=")) return looked;
  if (!programAt(files, named, start))
    return cannot(`${path} is run by "${named}", which the image lacks`, mendOf(named));
  return lookAtProgram(files, named, start, user, depth + 1);
}

function mendOf(interpreter: string): string {
  if (/\/(ba|da|a|)sh$/.test(interpreter))
    return "images have no shell: say what the script starts in `command:`, or `packages: { runtime: [dash] }`";
  return "say what runs it in `command:`";
}

function extension(path: string): string {
  return /\.(\w+)$/.exec(path)?.[1] ?? "sh";
}

/** Machines that run another's programs, too. */
const NARROWER: Record<string, string> = { amd64: "386", arm64: "arm" };

async function lookAtElf(
  files: ImageFiles,
  path: string,
  { architecture, variables }: Start,
): Promise<Looked> {
  const elf = await elfAt(files, path);
  if (!elf) return cannot(`${path} is cut short`);
  if (elf.architecture !== architecture && NARROWER[architecture] !== elf.architecture)
    return cannot(
      `${path} is for ${elf.architecture}, and the image for ${architecture}`,
      "build it for that platform",
    );
  const { unresolved } = await closureOf(files, path, { variables });
  const [first] = unresolved;
  return first ? cannot(unresolvedText(first), unresolvedMend(first)) : FINE;
}

/** What a loader misses, in words. */
export function unresolvedText({ by, name, version }: Unresolved): string {
  if (version) return `${by} needs ${version}, which the image's ${name} lacks`;
  return `${by} needs ${name}, which the image lacks`;
}

function unresolvedMend({ name, version }: Unresolved): string {
  if (version) return "build it with an older toolchain, or start from a base with a newer library";
  if (name.includes("ld-musl")) return "it is linked to musl: build it with glibc, or link it statically";
  if (/ld-linux|ld64|ld\.so/.test(name))
    return "it is linked to the C library: link it statically, or `packages: { runtime: [libc6] }`";
  return `name the Debian package that has it: \`packages: { runtime: [${packageOf(name)}] }\``;
}

/** Debian names a library's package by its soname: `libpq.so.5` is in `libpq5`, `libssl.so.3` in `libssl3`. */
export function packageOf(soname: string): string {
  const [, stem = soname, version = ""] = /^(.*)\.so(?:\.(.*))?$/.exec(soname) ?? [];
  const name = stem.toLowerCase().replaceAll("_", "-");
  return `${name}${/\d$/.test(name) && version ? "-" : ""}${version}`;
}
