import { type Elf, readElf } from "./elf.ts";
import { fileAt, type ImageFiles, namesAt, parent, textAt } from "./image-files.ts";

/** What a loader would say before a program's first line runs. */
export interface Unresolved {
  /** Who asks: `/usr/bin/node`. */
  by: string;
  /** The library or loader. */
  name: string;
  /** It is there, and lacks this version: `GLIBC_2.38`. */
  version?: string;
}

/** An ELF file of an image; undefined where a path leads to none. */
export async function elfAt(files: ImageFiles, path: string): Promise<Elf | undefined> {
  const found = fileAt(files, path);
  return found && readElf((from, length) => files.read(found.path, from, length));
}

/** Everything that a program or a library needs to be loaded, itself among it, by the names that it is asked by. */
export interface Closure {
  loaded: Map<string, Elf | undefined>;
  unresolved: Unresolved[];
}

/**
 * Follows what a loader would load (ld.so(8)): the libraries that an ELF file needs, those that they need, and the
 * versions of their symbols.
 *

 */
export async function closureOf(
  files: ImageFiles,
  path: string,
  {
    variables = {},
    known = new Map(),
  }: { variables?: Record<string, string>; known?: Closure["loaded"] } = {},
): Promise<Closure> {
  const loaded: Closure["loaded"] = new Map(known);
  const unresolved: Unresolved[] = [];
  const root = await elfAt(files, path);
  if (!root) return { loaded, unresolved };
  const { interpreter } = root;
  if (interpreter && !fileAt(files, interpreter)) unresolved.push({ by: path, name: interpreter });
  const loader =
    interpreter && (fileAt(files, "/lib/libgcompat.so.0") ? MUSL : fileAt(files, interpreter)?.path);
  const usual = await usualFolders(files, loader ?? interpreter, variables);
  const waiting: { path: string; elf: Elf; inherited: string[] }[] = [{ path, elf: root, inherited: [] }];
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    const { path: by, elf } = one;
    const rpath = elf.runpath.length ? [] : [...placed(elf.rpath, by), ...one.inherited];
    const folders = [...rpath, ...usual.before, ...placed(elf.runpath, by), ...usual.after];
    for (const name of elf.needed) {
      if (loaded.has(name)) continue;
      const there = await libraryAt(files, name, folders, root.architecture);
      loaded.set(name, there?.elf);
      if (there) waiting.push({ ...there, inherited: rpath });
      else if (!isBuiltIn(name, interpreter, loader)) unresolved.push({ by, name });
    }
    for (const { of, name } of elf.versions) {
      const defines = loaded.get(of)?.defines ?? [];
      if (defines.length && !defines.includes(name)) unresolved.push({ by, name: of, version: name });
    }
  }
  return { loaded, unresolved };
}

/** A name with a slash is a path; of others the first of the right architecture serves. */
async function libraryAt(files: ImageFiles, name: string, folders: string[], architecture: string) {
  const paths = name.includes("/") ? [name] : folders.map((folder) => `${folder}/${name}`);
  for (const path of paths) {
    const found = fileAt(files, path);
    const elf = found && (await elfAt(files, found.path));
    if (elf?.architecture === architecture) return { path: found?.path ?? path, elf };
  }
  return undefined;
}

function placed(folders: string[], of: string): string[] {
  return folders.map((folder) =>
    folder.replace(/\$\{?ORIGIN\}?/g, parent(of)).replace(/\$\{?LIB\}?/g, "lib"),
  );
}

const TRIPLES = [
  "x86_64-linux-gnu",
  "aarch64-linux-gnu",
  "arm-linux-gnueabihf",
  "i386-linux-gnu",
  "riscv64-linux-gnu",
  "s390x-linux-gnu",
  "powerpc64le-linux-gnu",
];

/** Folders that a loader looks through for every library, before and after those that it is told of. */
async function usualFolders(
  files: ImageFiles,
  interpreter: string | undefined,
  { LD_LIBRARY_PATH = "" }: Record<string, string>,
) {
  const before = LD_LIBRARY_PATH.split(":").filter(Boolean);
  if (isMusl(interpreter)) {
    const name = interpreter?.replace(/^.*\//, "").replace(/\.so\.1$/, "");
    const said = await textAt(files, `/etc/${name}.path`);
    return { before, after: said?.split(/[:\n]/).filter(Boolean) ?? ["/lib", "/usr/local/lib", "/usr/lib"] };
  }
  const roots = ["/lib", "/usr/lib"];
  const debian = roots.flatMap((root) => TRIPLES.map((triple) => `${root}/${triple}`));
  return { before, after: [...(await configured(files)), ...debian, ...roots, "/lib64", "/usr/lib64"] };
}

/** What `ld.so.conf` names counts where its cache was made. */
async function configured(files: ImageFiles): Promise<string[]> {
  if (!fileAt(files, "/etc/ld.so.cache")) return [];
  const beside = namesAt(files, "/etc/ld.so.conf.d").map((name) => `/etc/ld.so.conf.d/${name}`);
  const texts = await Promise.all(["/etc/ld.so.conf", ...beside].map((path) => textAt(files, path)));
  const lines = texts
    .flatMap((text) => text?.split("\n") ?? [])
    .map((line) => line.replace(/#.*/, "").trim());
  return lines.filter((line) => line.startsWith("/"));
}

function isMusl(interpreter = ""): boolean {
  return interpreter.includes("ld-musl-");
}

/** What stands in for glibc's loader where Alpine's `gcompat` is. */
const MUSL = "/lib/ld-musl-x86_64.so.1";

/** musl's loader answers for the libraries that it is itself; a loader is loaded already. */
function isBuiltIn(name: string, interpreter = "", loader = interpreter): boolean {
  if (isMusl(loader))
    return /^(libc\.musl-|ld-musl-|ld-linux|lib(c|m|pthread|dl|rt|crypt|util|xnet|resolv)\.so)/.test(name);
  return interpreter.endsWith(`/${name}`);
}
