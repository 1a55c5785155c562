import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { RemoteImage } from "../../../src/engine.ts";
import { layersSize, MEDIA } from "../../../src/publish/oci.ts";
import { isStored } from "../images/image.ts";
import { place, putJson } from "../images/store.ts";
import { inScratch } from "../process/scratch.ts";
import type { LocalSkopeo } from "./skopeo.ts";
import { pull } from "./transfer.ts";

/**
 * Puts an image of a registry into the cache directory, under the digest that it had when it was built.
 *
 * @throws RegistryFailure where the registry hasn't all of it, or a blob isn't what its digest says.
 */
export async function download(
  { repository, digest, manifest, image }: RemoteImage,
  access: LocalSkopeo,
): Promise<void> {
  if (await isStored(image.digest)) return;
  await inScratch(async (scratch) => {
    const directory = join(scratch, "image");
    await pull({ repository, reference: digest, directory, bytes: layersSize(manifest) }, access);
    for (const blob of new Set([manifest.config, ...manifest.layers].map((one) => one.digest)))
      await place(blob, (path) => rename(join(directory, "blobs", ...blob.split(":")), path));
    await putJson(manifest, MEDIA.manifest);
  });
}
