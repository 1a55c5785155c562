import { untrustedJson } from "../../untrusted-json.ts";
import { sha256 } from "../digest.ts";
import { type BlobDescriptor, type Blobs, type ImageManifest, isManifest } from "../oci.ts";
import { refuseOther } from "../registry-answers.ts";
import { hasBlob, mountBlob, putBlob } from "./blobs.ts";
import { getManifest, putManifest } from "./manifests.ts";
import type { RegistryApi } from "./registry-api.ts";

/** A kept blob that is JSON, as it was kept: configurations, manifests, releases; undefined where it isn't there. */
export async function textOf(blobs: Blobs, digest: string): Promise<string | undefined> {
  const text = JSON.stringify(await blobs.getJson(digest));
  return text !== undefined && sha256(text) === digest ? text : undefined;
}

/** Whether a repository has all layers of files that a kept image names. */
export async function hasLayers(
  api: RegistryApi,
  blobs: Blobs,
  repository: string,
  digest: string,
): Promise<boolean> {
  const text = await textOf(blobs, digest);
  if (text === undefined) return false;
  const layers = (JSON.parse(text) as ImageManifest).layers.filter(isLayer);
  return (await Promise.all(layers.map((layer) => hasBlob(api, repository, layer.digest)))).every(Boolean);
}

/**
 * Uploads a kept image whose layers of files are there, or an artifact: texts first, then the manifest.
 *
 * @throws an `Error` where a text isn't kept as its digest says.
 */
export async function putImage(
  api: RegistryApi,
  blobs: Blobs,
  repository: string,
  digest: string,
): Promise<void> {
  const text = await keptText(blobs, digest);
  const { config, layers } = JSON.parse(text) as ImageManifest;
  const texts = [config, ...layers.filter((layer) => !isLayer(layer))].map((blob) => blob.digest);
  const put = async (one: string) => putBlob(api, repository, await keptText(blobs, one));
  await Promise.all([...new Set(texts)].map(put));
  await putManifest(api, repository, digest, { text });
}

/** Copies an image within a registry that lends blobs; answers whether it could. */
export async function lendImage(
  api: RegistryApi,
  from: string,
  to: string,
  digest: string,
): Promise<boolean> {
  const manifest = await getManifest(api, from, digest);
  const image = untrustedJson(refuseOther(manifest.text, from, digest), isManifest);
  if (!image) return false;
  const blobs = new Set([image.config, ...image.layers].map((blob) => blob.digest));
  const lent = await Promise.all([...blobs].map((blob) => mountBlob(api, from, to, blob)));
  if (!lent.every(Boolean)) return false;
  await putManifest(api, to, digest, manifest);
  return true;
}

/** Whether a blob may be a layer of files: those are moved by others, and never read here. */
function isLayer({ mediaType }: BlobDescriptor): boolean {
  return /\b(tar|diff|layer)\b/.test(mediaType);
}

async function keptText(blobs: Blobs, digest: string): Promise<string> {
  const text = await textOf(blobs, digest);
  if (text === undefined) throw new Error(`${digest} isn't kept`);
  return text;
}
