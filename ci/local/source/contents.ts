import { createHash } from "node:crypto";
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Snapshot } from "../../../src/files/snapshot.ts";
import type { Microservice } from "../../../src/microservice.ts";
import { reading, statOf } from "./file-kinds.ts";
import { OUTSIDE, resolveLinks } from "./links.ts";
import { digestAt, type FileDigest, plainDigestAt } from "./safe-read.ts";
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
  for (const { entry } of reached(source, [path, ...inputs]).values()) hash.update(entry);
  return hash.digest("hex");
}

/** What is at a path: as it goes into the digest, and where it leads if it is a link within the tree. */
interface Seen {
  entry: string;
  target?: string;
}

/** The files of directories, and then those that links among them lead to, and so on. */
function reached(source: Source, directories: string[]): Map<string, Seen> {
  const found = new Map<string, Seen>();
  for (const queue = [...new Set(directories)]; queue.length; ) {
    for (const path of pathsUnder(source.snapshot, queue.shift() as string)) {
      if (found.has(path)) continue;
      const seen = seenOnce(source, path);
      found.set(path, seen);
      if (seen.target !== undefined) queue.push(seen.target);
    }
  }
  return found;
}

const known = new WeakMap<Source, Map<string, Seen>>();

function seenOnce(source: Source, path: string): Seen {
  const all = known.get(source) ?? new Map<string, Seen>();
  known.set(source, all);
  const seen = all.get(path) ?? seenAt(source.root, path);
  all.set(path, seen);
  return seen;
}

function pathsUnder(snapshot: Snapshot, directory: string): string[] {
  if (snapshot.has(directory)) return [directory];
  if (directory === ".") return snapshot.paths;
  return snapshot.under(directory).paths.map((path) => `${directory}/${path}`);
}

/** Path, mode and digest of a file; only the executable bit travels: umask and owner are the machine's. */
function seenAt(root: string, path: string): Seen {
  const plain = reading(path, () => plainDigestAt(root, path));
  if (plain) return { entry: fileEntry(path, plain) };
  const stat = statOf(root, path);
  if (stat?.isSymbolicLink()) return linkAt(root, path);
  const read = stat?.isFile() ? reading(path, () => digestAt(root, path)) : undefined;
  return { entry: read ? fileEntry(path, read) : `${path}\0gone\0` };
}

function linkAt(root: string, path: string): Seen {
  const written = reading(path, () => readlinkSync(join(root, path)));
  const target = reading(path, () => resolveLinks(root, path));
  const entry = `${path}\0link\0${createHash("sha256").update(written).digest("hex")}\0`;
  return { entry, target: target === OUTSIDE ? undefined : target };
}

function fileEntry(path: string, { digest, executable }: FileDigest): string {
  return `${path}\0${executable ? "755" : "644"}\0${digest}\0`;
}
