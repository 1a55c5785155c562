import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { isDigest } from "../../../src/publish/digest.ts";
import type { BlobDescriptor } from "../../../src/publish/oci.ts";
import { cacheDir } from "../paths.ts";

/**
 * Finished images as the OCI image layout keeps them: blobs by digest, shared by all images.
 * A blob appears under its name only when it is whole, so a kill leaves nothing half-written.
 */
export const IMAGES = cacheDir("oci");

/** The file of a blob. @throws where its digest could name another file. */
export function blobPath(digest: string): string {
  if (!isDigest(digest)) throw new Error(`no digest: ${JSON.stringify(digest)}`);
  return join(IMAGES, "blobs", ...digest.split(":"));
}

/** Whether a blob is there at its full size: enough to go on with, not to hand it on. */
export async function hasBlob({ digest, size }: Pick<BlobDescriptor, "digest" | "size">): Promise<boolean> {
  return (await stat(blobPath(digest)).catch(() => undefined))?.size === size;
}

/** Blobs that this process has read whole, with what their files looked like then. */
const read = new Map<string, string>();

/**
 * Whether a blob's content is what its name says: read again only where its file changed since.
 * One that isn't is removed, so that whoever needs it next makes it anew.
 */
export async function isWhole(digest: string): Promise<boolean> {
  const path = blobPath(digest);
  const file = await stat(path).catch(() => undefined);
  if (!file) return false;
  const looks = [file.ino, file.size, file.mtimeMs].join(" ");
  if (read.get(digest) === looks) return true;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  if (`sha256:${hash.digest("hex")}` !== digest) {
    await rm(path, { force: true });
    return false;
  }
  read.set(digest, looks);
  return true;
}
