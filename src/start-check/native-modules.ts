import { type Elf, readElf } from "./elf.ts";
import { absolute, type ImageFiles } from "./image-files.ts";
import { packageOf } from "./program.ts";
import type { Start } from "./start.ts";

/** Compiled modules of Node and Python, and the libraries that wheels bring along. */
const MODULES = /\.node$|\.(cpython-[^/]+|abi3)\.so$|\.libs\/[^/]+\.so[.\d]*$/;
/** Built for other systems than the image's: packages bring one for each. */
const FOREIGN = /(^|[/_.-])(musl|linuxmusl|alpine|android|darwin|win32|freebsd|electron)([/_.-]|$)/;
/** An interpreter's own, which its library does without where they can't be loaded. */
const STANDARD = /\/lib-dynload\//;
/** What a graphics driver of the machine puts into a container. */
const OF_DRIVERS = /^lib(cuda|nvidia-[\w-]+)\.so/;
/** More than any service has that isn't mostly them. */
const MOST = 1000;

/**
 * What compiled modules miss that an interpreter loads later, or never: only files tell, so it is a warning. A library
 * that lies anywhere in the image counts as there, since another module may have loaded it.
 */
export async function lookAtModules(files: ImageFiles, { architecture }: Start): Promise<string[]> {
  const all = filesBelow(files, "/");
  const places = new Map(all.map((path) => [path.slice(path.lastIndexOf("/") + 1), path]));
  const modules = all
    .filter((path) => MODULES.test(path) && !FOREIGN.test(path) && !STANDARD.test(path))
    .slice(0, MOST);
  const elves = new Map<string, Promise<Elf | undefined>>();
  const elfOf = (path: string) => {
    const known = elves.get(path) ?? readElf((from, length) => files.read(path, from, length));
    elves.set(path, known);
    return known;
  };
  const lacking = new Map<string, string[]>();
  for (const path of modules) {
    const elf = await elfOf(path);
    if (!elf || elf.architecture !== architecture || elf.needed.some((name) => isOtherLibc(name, places)))
      continue;
    const absent = elf.needed
      .filter((name) => !places.has(name) && !OF_DRIVERS.test(name))
      .map(absentLibrary);
    for (const text of [...absent, ...(await olderLibraries(elf, places, elfOf))])
      lacking.set(text, [...(lacking.get(text) ?? []), path]);
  }
  return [...lacking].map(([text, [first = "", ...more]]) =>
    more.length ? `${first} and ${more.length} more need ${text}` : `${first} needs ${text}`,
  );
}

function isOtherLibc(name: string, places: ReadonlyMap<string, string>): boolean {
  return name.startsWith("libc.musl-") && !places.has(name);
}

function absentLibrary(name: string): string {
  return `${name}, which the image lacks: where it is used, say \`packages: { runtime: [${packageOf(name)}] }\``;
}

/** Libraries that are there, and have not the version of a symbol. */
async function olderLibraries(
  { versions }: Elf,
  places: ReadonlyMap<string, string>,
  elfOf: (path: string) => Promise<Elf | undefined>,
): Promise<string[]> {
  const found: string[] = [];
  for (const { of, name } of versions) {
    const place = places.get(of);
    const { defines = [] } = (place && (await elfOf(place))) || {};
    if (defines.length && !defines.includes(name))
      found.push(`${name}, which the image's ${of} lacks: build it with the base's own toolchain`);
  }
  return found;
}

/** Every file, but for what a kernel shows as files; links lead to what is listed anyway. */
function filesBelow(files: ImageFiles, directory: string): string[] {
  return files.names(directory).flatMap((name) => {
    const path = absolute(name, directory);
    const { kind } = files.entry(path) ?? {};
    if (kind === "directory") return filesBelow(files, path);
    return kind === "file" || kind === "link" ? [path] : [];
  });
}
