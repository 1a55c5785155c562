import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sha256 } from "../../../src/publish/digest.ts";
import { type BlobDescriptor, isDescriptor, MEDIA } from "../../../src/publish/oci.ts";
import { placeFile, readJsonFile } from "../process/files.ts";
import { scratchPath } from "../process/scratch.ts";
import { blobPath, IMAGES, isWhole } from "./blobs.ts";

/** Writes a JSON blob in one spelling only, so that equal values have equal digests. */
export async function putJson(value: unknown, mediaType: string): Promise<BlobDescriptor> {
  const bytes = Buffer.from(JSON.stringify(value));
  const digest = sha256(bytes);
  await place(digest, (path) => writeFile(path, bytes));
  return { mediaType, digest, size: bytes.length };
}

/** Reads a JSON blob and checks that it is what its digest says; undefined where it isn't there. */
export async function getJson<T>(digest: string): Promise<T | undefined> {
  const bytes = await readFile(blobPath(digest)).catch(() => undefined);
  if (!bytes || sha256(bytes) !== digest) return undefined;
  return JSON.parse(bytes.toString()) as T;
}

/**
 * Compresses a layer once for all images that share it.
 *
 * @param tar an uncompressed layer, @param diffId its digest.
 */
export async function putLayer(tar: string, diffId: string): Promise<BlobDescriptor> {
  const memo = join(IMAGES, "gzip-6", diffId.replace(":", "-"));
  const known = await readJsonFile(memo, isDescriptor);
  if (known && (await isWhole(known.digest))) return known;
  const descriptor = await compressed(tar);
  await placeFile(memo, (path) => writeFile(path, JSON.stringify(descriptor)));
  return descriptor;
}

/**
 * By the machine's gzip: its output has been the same for many releases, while that of Node's own zlib differs
 * between releases of Node, and is 3 % larger.
 */
async function compressed(tar: string): Promise<BlobDescriptor> {
  const temporary = await scratchPath();
  const hash = createHash("sha256");
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // Byte 9 of gzip's header names the operating system that compressed: 255, unknown, everywhere.
      if (size <= 9 && size + chunk.length > 9) chunk[9 - size] = 255;
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const gzip = spawn("gzip", ["-n", "-6", "-c", tar], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(gzip, "close");
  await pipeline(gzip.stdout, counted, createWriteStream(temporary));
  const [exitCode] = await ended;
  if (exitCode !== 0) throw new Error(`gzip ended with ${exitCode}`);
  const digest = `sha256:${hash.digest("hex")}`;
  await place(digest, (path) => rename(temporary, path));
  return { mediaType: MEDIA.layer, digest, size };
}

/** Puts a blob in its place; what `write` leaves is what the digest says. */
export function place(digest: string, write: (path: string) => Promise<void>): Promise<void> {
  return placeFile(blobPath(digest), write);
}
