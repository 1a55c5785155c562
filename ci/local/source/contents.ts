import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Snapshot } from "../../../src/files/snapshot.ts";
import type { Microservice } from "../../../src/microservice.ts";
import { isReadable, reading, statOf } from "./readable.ts";
import type { Source } from "./source.ts";

/**
 * Digest of everything a service's build can read: paths, modes and contents. Each file is read once for one
 * source, so that all that is decided in one run is decided for the same contents.
 */
export function contentsDigest(source: Source, { path, inputs }: Microservice): string {
  const hash = createHash("sha256");
  for (const directory of new Set([path, ...inputs]))
    for (const file of pathsUnder(source.snapshot, directory)) hash.update(entryOf(source, file));
  return hash.digest("hex");
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
  const prefix = directory === "." ? "" : `${directory}/`;
  return snapshot.paths.filter((path) => path.startsWith(prefix));
}

/** Only the executable bit travels: umask and owner are the machine's. */
function fileEntry(root: string, path: string): string {
  const stat = statOf(root, path);
  if (!stat || !isReadable(stat)) return `${path}\0gone\0`;
  const file = join(root, path);
  const mode = stat.isSymbolicLink() ? "link" : stat.mode & 0o100 ? "755" : "644";
  const content = reading(path, () => (stat.isSymbolicLink() ? readlinkSync(file) : readFileSync(file)));
  return `${path}\0${mode}\0${createHash("sha256").update(content).digest("hex")}\0`;
}
