import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync } from "node:fs";
import { join } from "node:path";
import { badInput } from "../../../src/failure.ts";
import { bytes } from "../../../src/report/text.ts";

/** Files of a source root, by paths without links: as `followed` answers them. */

/** Most that a file may have that is read for what it says: descriptors, manifests, Dockerfiles. */
const MOST_BYTES = 4_000_000;

/**
 * The text of a file; undefined where it is no file.
 *
 * @throws a `Failure` (exit 2) where it has more than 4 MB: nothing that is read for what it says is so large.
 */
export function textAt(root: string, path: string): string | undefined {
  return lent(root, path, (file) => {
    const read: Buffer[] = [];
    let size = 0;
    for (const chunk of chunks(file)) {
      size += chunk.length;
      if (size > MOST_BYTES) throw badInput(`${path}: has more than ${bytes(MOST_BYTES)}`, "make it smaller");
      read.push(Buffer.from(chunk));
    }
    return Buffer.concat(read).toString();
  });
}

/** The digest of a file, however large, and whether its owner may run it; undefined where it is no file. */
export function digestAt(root: string, path: string): { digest: string; executable: boolean } | undefined {
  return lent(root, path, (file) => {
    const hash = createHash("sha256");
    for (const chunk of chunks(file)) hash.update(chunk);
    return { digest: hash.digest("hex"), executable: (fstatSync(file).mode & 0o100) !== 0 };
  });
}

/** Opens a file, lends it, and closes it. What was exchanged for a link since it was looked at is refused. */
function lent<T>(root: string, path: string, use: (file: number) => T): T | undefined {
  const file = opened(join(root, path));
  try {
    if (!fstatSync(file).isFile()) return undefined;
    if (!isInside(root, file)) throw badInput(`${path}: was exchanged while it was read`);
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** No link is followed at its end, and a queue that took the file's place doesn't wait for a writer. */
function opened(path: string): number {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = constants;
  return openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
}

/** By the kernel's word: no name is looked up again. Only Linux gives it. */
function isInside(root: string, file: number): boolean {
  const path = kernelPath(file);
  if (path === undefined) return true;
  const directory = opened(root);
  try {
    const above = kernelPath(directory) ?? "/";
    return path.startsWith(above === "/" ? "/" : `${above}/`);
  } finally {
    closeSync(directory);
  }
}

function kernelPath(file: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${file}`);
  } catch {
    return undefined;
  }
}

const CHUNK = Buffer.alloc(1 << 20);

/** What is read, in pieces that are valid until the next one. */
function* chunks(file: number): Generator<Buffer> {
  for (let read = 1; read > 0; ) {
    read = readSync(file, CHUNK, 0, CHUNK.length, null);
    if (read) yield CHUNK.subarray(0, read);
  }
}
