import { readdir, rm } from "node:fs/promises";
import { cacheDir } from "../../ci/local/paths.ts";
import { sha256 } from "../../src/publish/digest.ts";
import type { ImageManifest } from "../../src/publish/oci.ts";

const ACCEPT = { accept: "application/vnd.oci.image.manifest.v1+json" };

/** Tags of a repository and the digests that they name; each is checked to be there, with all that it lists. */
export async function tagsIn(host: string, repository: string): Promise<Record<string, string>> {
  const listed = await fetch(`http://${host}/v2/${repository}/tags/list`);
  if (listed.status === 404) return {};
  const { tags } = (await listed.json()) as { tags: string[] | null };
  const found: Record<string, string> = {};
  for (const tag of (tags ?? []).sort()) found[tag] = await complete(host, repository, tag);
  return found;
}

/** @throws where a manifest, its configuration or one of its layers is missing or is not what its digest says. */
export async function complete(host: string, repository: string, reference: string): Promise<string> {
  const answer = await fetch(`http://${host}/v2/${repository}/manifests/${reference}`, { headers: ACCEPT });
  if (!answer.ok) throw new Error(`${repository}:${reference}: ${answer.status}`);
  const text = await answer.text();
  const { config, layers } = JSON.parse(text) as ImageManifest;
  for (const { digest, size } of [config, ...layers]) {
    const blob = await fetch(`http://${host}/v2/${repository}/blobs/${digest}`);
    const bytes = Buffer.from(await blob.arrayBuffer());
    if (!blob.ok || bytes.length !== size || sha256(bytes) !== digest)
      throw new Error(`${repository}:${reference}: ${digest} is ${blob.status} with ${bytes.length} bytes`);
  }
  return sha256(Buffer.from(text));
}

/** Removes what publishes to a host left in the cache directory. */
export async function forgetReleases(host: string): Promise<void> {
  const folder = host.replace(/[^\w.-]+/g, "-");
  for (const name of await readdir(cacheDir("releases")).catch(() => []))
    if (name.startsWith(`${folder}-`)) await rm(cacheDir("releases", name), { recursive: true });
}
