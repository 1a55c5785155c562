import { sha256 } from "../digest.ts";
import { type BlobDescriptor, type Blobs, type ImageManifest, MEDIA } from "../oci.ts";
import type { RegistryFailure } from "../publisher.ts";
import { onward, type RegistryApi } from "./registry-api.ts";

/** A kept blob that is JSON, as it was kept: configurations, manifests, releases; undefined where it isn't there. */
export async function textOf(blobs: Blobs, digest: string): Promise<string | undefined> {
  const text = JSON.stringify(await blobs.getJson(digest));
  return text !== undefined && sha256(text) === digest ? text : undefined;
}

/** Whether a blob may be a layer of files: those are moved by others, and never read here. */
export function isLayer({ mediaType }: BlobDescriptor): boolean {
  return /\b(tar|diff|layer)\b/.test(mediaType);
}

/** Whether a repository has a blob. */
export async function hasBlob(api: RegistryApi, repository: string, digest: string): Promise<boolean> {
  const request = { what: "looking for a layer", repository, reference: digest };
  return api.ask({ ...request, method: "HEAD", path: `blobs/${digest}`, does: "pull" }).then(
    () => true,
    (error: RegistryFailure) => {
      if (error.fault === "absent") return false;
      throw error;
    },
  );
}

/** Lends a blob to another repository of the registry; false where it lends none, for whatever reason. */
export async function mountBlob(
  api: RegistryApi,
  from: string,
  to: string,
  digest: string,
): Promise<boolean> {
  if (api.place(from).origin !== api.place(to).origin) return false;
  const query = new URLSearchParams({ mount: digest, from: api.place(from).name });
  const request = { what: "lending a layer", repository: to, reads: from, does: "push" } as const;
  return api.ask({ ...request, method: "POST", path: `blobs/uploads/?${query}` }).then(
    ({ status }) => status === 201,
    () => false,
  );
}

/** Uploads a short blob. */
export async function putBlob(api: RegistryApi, repository: string, text: string): Promise<void> {
  const request = { what: "the upload", repository, does: "push" } as const;
  const { url, header } = await api.ask({ ...request, method: "POST", path: "blobs/uploads/" });
  const place = onward(header("location") ?? "", url, request);
  place.searchParams.set("digest", sha256(text));
  const headers = { "content-type": "application/octet-stream" };
  await api.ask({ ...request, method: "PUT", path: place, headers, body: text });
}

/** Puts a manifest under a tag or its digest. */
export async function putManifest(
  api: RegistryApi,
  {
    repository,
    reference,
    text,
    type,
  }: { repository: string; reference: string; text: string; type?: string },
  what = "the upload",
): Promise<void> {
  const own = (JSON.parse(text) as { mediaType?: string }).mediaType;
  const headers = { "content-type": own ?? type ?? MEDIA.manifest };
  const request = { what, repository, reference, does: "push", method: "PUT" } as const;
  await api.ask({ ...request, path: `manifests/${reference}`, headers, body: text });
}

/**
 * Uploads a kept image or artifact whose layers are there, or are texts that are kept, too.
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
  const own = new Set([config, ...layers.filter((layer) => !isLayer(layer))].map((blob) => blob.digest));
  await Promise.all([...own].map(async (one) => putBlob(api, repository, await keptText(blobs, one))));
  await putManifest(api, { repository, reference: digest, text });
}

async function keptText(blobs: Blobs, digest: string): Promise<string> {
  const text = await textOf(blobs, digest);
  if (text === undefined) throw new Error(`${digest} isn't kept`);
  return text;
}
