import type { Container, Directory } from "@dagger.io/dagger";
import {
  type BlobDescriptor,
  type ImageManifest,
  isConfig,
  isDescriptor,
  isManifest,
  MEDIA,
} from "../publish/oci.ts";
import { isListOf, isObject, type Shape, untrustedJson } from "../untrusted-json.ts";
import { archiveOf } from "./archive.ts";
import type { EngineBlobs } from "./engine-blobs.ts";
import { retryLocked } from "./locked-layers.ts";

/**
 * Takes an engine's image apart: its layers, compressed as the local mode compresses them, and what its
 * configuration says. An engine's own client would compress otherwise, and date the image by its clock.
 *
 * @param tool has tar, gzip and sha256sum.
 * @returns digest of its manifest, among the blobs.
 */
export async function keepImage(blobs: EngineBlobs, tool: Container, image: Container): Promise<string> {
  const layout = unpacked(tool, image);
  const read = async <T>(path: string, has: Shape<T>) => {
    const value = untrustedJson(await layout.file(path).contents(), has);
    if (value === undefined)
      throw new Error(`the engine's image has something else at ${path} than it should`);
    return value;
  };
  const blob = (digest: string) => `blobs/${digest.replace(":", "/")}`;
  const index = await retryLocked(() => read("index.json", isIndex));
  const built = await read(blob(index.manifests[0]?.digest ?? ""), isManifest);
  const config = await blobs.putJson(await read(blob(built.config.digest), isConfig), MEDIA.config);
  const compress = ({ digest }: BlobDescriptor) => compressed(blobs, tool, layout, blob(digest));
  const layers = await Promise.all(built.layers.map(compress));
  const manifest: ImageManifest = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers };
  return (await blobs.putJson(manifest, MEDIA.manifest)).digest;
}

function isIndex(value: unknown): value is { manifests: BlobDescriptor[] } {
  return isObject(value) && isListOf(value.manifests, isDescriptor);
}

function unpacked(tool: Container, image: Container): Directory {
  return tool
    .withMountedFile("/image.tar", archiveOf(image))
    .withExec(["sh", "-c", "mkdir /layout && tar --extract --file /image.tar --directory /layout"])
    .directory("/layout");
}

/** Byte 9 of gzip's header names the operating system that compressed: 255, unknown, everywhere. */
const GZIP = [
  "gzip -n -6 -c /layer.tar > /layer.gz",
  "printf '\\377' | dd of=/layer.gz bs=1 seek=9 conv=notrunc status=none",
  "echo $(sha256sum < /layer.gz) $(stat --format %s /layer.gz)",
].join(" && ");

/** Each layer is a step of its own, so that images share those that they have in common. */
async function compressed(
  blobs: EngineBlobs,
  tool: Container,
  layout: Directory,
  path: string,
): Promise<BlobDescriptor> {
  const packed = tool.withMountedFile("/layer.tar", layout.file(path)).withExec(["sh", "-c", GZIP]);
  const [hex, , size] = (await packed.stdout()).trim().split(" ");
  return blobs.putLayer(packed.file("/layer.gz"), `sha256:${hex}`, Number(size));
}
