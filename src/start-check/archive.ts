import type { BlobDescriptor, ImageConfig, ImageManifest } from "../publish/oci.ts";
import type { ImageFiles } from "./image-files.ts";
import { layerFiles } from "./layer-files.ts";
import { type Bytes, tarEntries } from "./tar.ts";

/**
 * Opens an image as an OCI archive has it, without unpacking anything.
 *
 * @param archive a tar file whose layers are not compressed.
 */
export async function openArchive(
  archive: Bytes,
): Promise<{ config: ImageConfig; files(): Promise<ImageFiles> }> {
  const places = new Map<string, { from: number; size: number }>();
  for await (const { name, from, size } of tarEntries(archive))
    places.set(name.replace(/^\.\//, ""), { from, size });
  const place = (path: string) => {
    const found = places.get(path);
    if (!found) throw new Error(`the archive has no ${path}`);
    return found;
  };
  const blob = ({ digest }: BlobDescriptor) => `blobs/${digest.replace(":", "/")}`;
  const json = async <T>(path: string) => {
    const { from, size } = place(path);
    return JSON.parse(new TextDecoder().decode(await archive.read(from, size))) as T;
  };
  const [root] = (await json<{ manifests: BlobDescriptor[] }>("index.json")).manifests;
  const { config, layers } = await json<ImageManifest>(blob(root as BlobDescriptor));
  const within = (path: string): Bytes => {
    const { from, size } = place(path);
    return { read: (at, length) => archive.read(from + at, Math.max(0, Math.min(length, size - at))) };
  };
  return {
    config: await json<ImageConfig>(blob(config)),
    files: () => layerFiles(layers.map(blob).map(within)),
  };
}
