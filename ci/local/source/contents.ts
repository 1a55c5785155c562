import { createHash } from "node:crypto";
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Snapshot } from "../../../src/files/snapshot.ts";
import type { Microservice } from "../../../src/microservice.ts";
import { reading, statOf } from "./file-kinds.ts";
import { OUTSIDE, resolveLinks } from "./links.ts";
import { digestAt } from "./safe-read.ts";
import type { Source } from "./source.ts";

/**
 * Digest of everything a service's build can read: paths, modes and contents, also of what its links lead to. Each
 * file is read once for one source, so that all that is decided in one run is decided for the same contents.
 */
export function contentsDigest(
  source: Source,
  { path, inputs }: Pick<Microservice, "path" | "inputs">,
): string {
  const hash = createHash("sha256");
  for (const file of reached(source, [path, ...inputs])) hash.update(entryOf(source, file));
  return hash.digest("hex");
}

/** The files of directories, and then those that links among them lead to, and so on. */
function reached({ root, snapshot }: Source, directories: string[]): Set<string> {
  const found = new Set<string>();
  for (const queue = [...new Set(directories)]; queue.length; ) {
    const paths = pathsUnder(snapshot, queue.shift() as string).filter((path) => !found.has(path));
    for (const path of paths) {
      found.add(path);
      const target = targetOf(root, path);
      if (target !== undefined) queue.push(target);
    }
  }
  return found;
}

/** Where a link leads, within the tree; undefined for what is no link. */
function targetOf(root: string, path: string): string | undefined {
  if (!statOf(root, path)?.isSymbolicLink()) return undefined;
  const target = reading(path, () => resolveLinks(root, path));
  return target === OUTSIDE ? undefined : target;
}

const entries = new WeakMap<Source, Map<string, string>>();

/** Path, mode and digest of a file. */
function entryOf(source: Source, path: string): string {
  const known = entries.get(source) ?? new Map<string, string>();
  entries.set(source, known);
  const entry = known.get(path) ?? fileEntry(source.root, path);
  known.set(path, entry);
  return entry;
}

function pathsUnder(snapshot: Snapshot, directory: string): string[] {
  if (snapshot.has(directory)) return [directory];
  if (directory === ".") return snapshot.paths;
  return snapshot.under(directory).paths.map((path) => `${directory}/${path}`);
}

/** Only the executable bit travels: umask and owner are the machine's. */
function fileEntry(root: string, path: string): string {
  const stat = statOf(root, path);
  if (stat?.isSymbolicLink()) {
    const target = reading(path, () => readlinkSync(join(root, path)));
    return `${path}\0link\0${createHash("sha256").update(target).digest("hex")}\0`;
  }
  const read = stat?.isFile() ? reading(path, () => digestAt(root, path)) : undefined;
  if (!read) return `${path}\0gone\0`;
  return `${path}\0${read.executable ? "755" : "644"}\0${read.digest}\0`;
}
