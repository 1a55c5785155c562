import type { Blobs, ImageManifest } from "./oci.ts";
import type { Publisher } from "./publisher.ts";

/** An image that one repository of a registry has, for others. */
export interface Lent {
  /** `HOST/PREFIX/NAME` that has it. */
  repository: string;
  /** Of a manifest there that names the layers. */
  digest: string;
  /** Digests of its layers. */
  layers: string[];
}

/**
 * A publisher that uploads no layer which a repository was given from another one.
 *
 * `bring` gives a repository the layers of a lent image: by mounting, else by copying the whole image from registry to
 * registry, unless `mountOnly`. It answers false where neither can be.
 */
export function bringing(publisher: Publisher, blobs: Blobs) {
  const brought = new Set<string>();
  const name = (repository: string, layer: string) => `${repository}@${layer}`;

  async function bring(
    { repository: from, digest, layers }: Lent,
    repository: string,
    { mountOnly = false } = {},
  ): Promise<boolean> {
    const mounts = layers.map((layer) => publisher.mount(from, repository, layer).catch(() => false));
    const mounted = (await Promise.all(mounts)).every(Boolean);
    const copied = () => publisher.copy(from, repository, digest).then(yes, no);
    const has = mounted || (!mountOnly && (await copied()));
    if (has) for (const layer of layers) brought.add(name(repository, layer));
    return has;
  }

  const wrapped: Publisher = {
    ...publisher,
    async upload(repository, digest) {
      const { layers = [] } = (await blobs.getJson<ImageManifest>(digest)) ?? {};
      const all = layers.length > 0 && layers.every((layer) => brought.has(name(repository, layer.digest)));
      await (all ? publisher.put(repository, digest) : publisher.upload(repository, digest));
    },
  };
  return { publisher: wrapped, bring };
}

const yes = () => true;
const no = () => false;
