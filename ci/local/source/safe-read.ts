import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { join } from "node:path";
import { badInput } from "../../../src/failure.ts";
import { bytes } from "../../../src/report/text.ts";
import { kernelPath, placeOf } from "./plain-directory.ts";

/** Files of a source root, by paths without links: as `followed` answers them. */

/** Most that a file may have that is read for what it says: descriptors, manifests, Dockerfiles. */
const MOST_BYTES = 4_000_000;

/**
 * The text of a file; undefined where it is no file.
 *
 * @throws a `Failure` (exit 2) where it has more than 4 MB: nothing that is read for what it says is so large.
 */
export function textAt(root: string, path: string): string | undefined {
  return lent(root, path, (file, { size }) => textOf(path, file, size));
}

/** The same; undefined also where a part of the path is a link, or nobody knows. */
export function plainTextAt(root: string, path: string): string | undefined {
  const file = openedPlainly(root, path);
  return file === undefined ? undefined : closed(file, ({ size }) => textOf(path, file, size));
}

function textOf(path: string, file: number, size: number): string {
  const read: Buffer[] = [];
  let length = 0;
  for (const chunk of chunks(file, size)) {
    length += chunk.length;
    if (length > MOST_BYTES) throw badInput(`${path}: has more than ${bytes(MOST_BYTES)}`, "make it smaller");
    read.push(Buffer.from(chunk));
  }
  return Buffer.concat(read).toString();
}

/** What a file is to a build. */
export interface FileDigest {
  digest: string;
  /** Whether its owner may run it. */
  executable: boolean;
}

/** The digest of a file, however large; undefined where it is no file. */
export function digestAt(root: string, path: string): FileDigest | undefined {
  return lent(root, path, digestOf);
}

/** The same; undefined also where a part of the path is a link, or nobody knows. */
export function plainDigestAt(root: string, path: string): FileDigest | undefined {
  const file = openedPlainly(root, path);
  return file === undefined ? undefined : closed(file, (stat) => digestOf(file, stat));
}

function digestOf(file: number, { size, mode }: Stats): FileDigest {
  const hash = createHash("sha256");
  for (const chunk of chunks(file, size)) hash.update(chunk);
  return { digest: hash.digest("hex"), executable: (mode & 0o100) !== 0 };
}

/** Opens a file, lends it, and closes it. What was exchanged for a link since it was looked at is refused. */
function lent<T>(root: string, path: string, use: (file: number, stat: Stats) => T): T | undefined {
  const plain = openedPlainly(root, path);
  const file = plain ?? opened(join(root, path));
  return closed(file, (stat) => {
    if (plain === undefined && !isInside(root, file))
      throw badInput(`${path}: was exchanged while it was read`);
    return use(file, stat);
  });
}

/** Undefined where it can't be opened so; why is told by opening it otherwise. */
function openedPlainly(root: string, path: string): number | undefined {
  const place = placeOf(root, path);
  try {
    return place === undefined ? undefined : opened(place);
  } catch {
    return undefined;
  }
}

/** What is made of an open file before it is closed; undefined where it is no file. */
function closed<T>(file: number, use: (stat: Stats) => T): T | undefined {
  try {
    const stat = fstatSync(file);
    return stat.isFile() ? use(stat) : undefined;
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

const CHUNK = Buffer.alloc(1 << 20);

/** What is read, in pieces that are valid until the next one. @param size as the kernel tells it: less than asked for is all, then. */
function* chunks(file: number, size: number): Generator<Buffer> {
  for (let [read, length] = [1, 0]; read > 0; ) {
    read = readSync(file, CHUNK, 0, CHUNK.length, null);
    length += read;
    if (read) yield CHUNK.subarray(0, read);
    if (read < CHUNK.length && length >= size && size > 0) return;
  }
}
