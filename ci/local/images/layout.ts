import { link, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { $ } from "zx";
import { badInput, EXIT, Failure } from "../../../src/failure.ts";
import {
  type BlobDescriptor,
  type ImageManifest,
  isDescriptor,
  isManifest,
  layoutIndex,
  OCI_LAYOUT,
} from "../../../src/publish/oci.ts";
import { isListOf, isObject } from "../../../src/untrusted-json.ts";
import { interruption } from "../builders/interruption.ts";
import { placeBeside } from "../output/destination.ts";
import { makeDirectory } from "../process/directories.ts";
import { readJsonFile } from "../process/files.ts";
import { inScratch } from "../process/scratch.ts";
import { blobPath, isWhole } from "./blobs.ts";
import { getJson } from "./store.ts";

const quietly = $({ quiet: true, nothrow: true });

/**
 * Lays one stored image out as an OCI image layout of its own; blobs are links into the store.
 *
 * @param withoutLayers for those who have them already.
 */
export function withImageLayout<T>(
  digest: string,
  reference: string,
  use: (directory: string) => Promise<T>,
  withoutLayers = false,
): Promise<T> {
  return inScratch(async (directory) => {
    await writeLayout(digest, reference, directory, withoutLayers);
    return use(directory);
  });
}

async function writeLayout(
  digest: string,
  reference: string,
  directory: string,
  withoutLayers: boolean,
): Promise<void> {
  const manifest = await getJson<ImageManifest>(digest);
  if (!manifest)
    throw new Failure(`the image ${digest} is no longer in the store`, { next: "build it again" });
  makeDirectory(join(directory, "blobs", "sha256"));
  const layers = withoutLayers ? [] : manifest.layers.map((layer) => layer.digest);
  for (const blob of [digest, manifest.config.digest, ...layers]) {
    if (!(await isWhole(blob))) throw damaged(digest, blob);
    await link(blobPath(blob), join(directory, "blobs", ...blob.split(":"))).catch(ignoreTwice);
  }
  const index = layoutIndex(manifest, digest, reference);
  await writeFile(join(directory, "index.json"), JSON.stringify(index));
  await writeFile(join(directory, "oci-layout"), JSON.stringify(OCI_LAYOUT));
}

/** The one image of a layout that another tool wrote. @throws where it has none. */
export async function laidOut(directory: string): Promise<{ digest: string; manifest: ImageManifest }> {
  const index = await readJsonFile(join(directory, "index.json"), isIndex);
  const digest = index?.manifests[0]?.digest ?? "";
  const blob = join(directory, "blobs", ...digest.split(":"));
  const manifest = await readJsonFile(blob, isManifest);
  if (!manifest) throw new Error(`${directory} has no image`);
  return { digest, manifest };
}

function isIndex(value: unknown): value is { manifests: BlobDescriptor[] } {
  return isObject(value) && isListOf(value.manifests, isDescriptor);
}

/** What is broken was removed when it was found, so the next build of the image makes it anew. */
function damaged(image: string, blob: string): Failure {
  const message = `the image ${image} is damaged on this machine: ${blob} is gone, or not what its digest says`;
  return new Failure(message, { exitCode: EXIT.retry, next: "run the same command again: it is built anew" });
}

/** Two layers of an image may be the same blob. */
function ignoreTwice(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

/** Writes an OCI archive; the same image gives the same bytes. */
export async function exportArchive(digest: string, reference: string, path: string): Promise<string> {
  await withImageLayout(digest, reference, (directory) =>
    placeBeside(path, async (temporary) => {
      const fixed = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
      const files = ["-C", directory, "-cf", temporary, "blobs", "index.json", "oci-layout"];
      const result = await quietly`tar ${fixed} --mode=u=rwX,go=rX ${files}`;
      if (interruption().aborted) throw new Failure("interrupted");
      if (result.exitCode !== 0)
        throw badInput(`can't write ${path}: ${result.stderr.trim()}`, "name another path");
    }),
  );
  return resolve(path);
}
