import { LONGEST } from "../../untrusted-json.ts";
import type { Blobs } from "../oci.ts";
import { type Publisher, RegistryFailure } from "../publisher.ts";
import { manifestIn, namedDigest, refuseOther } from "../registry-answers.ts";
import { getBlob, mountBlob } from "./blobs.ts";
import { hasLayers, lendImage, putImage, textOf } from "./images.ts";
import { deleteManifest, getManifest, listTags, putManifest, unlessAbsent } from "./manifests.ts";
import type { RegistryApi } from "./registry-api.ts";

/**
 * A publisher over the registries' own API: each question is one request, and nothing is started.
 *
 * @param moving who moves layers: uploads of images with layers that the registry hasn't, copies that it doesn't make itself.
 */
export function distributionPublisher(
  api: RegistryApi,
  blobs: Blobs,
  moving: Pick<Publisher, "upload" | "copy">,
): Publisher {
  const found = (repository: string, reference: string) =>
    getManifest(api, repository, reference).then(({ text }) => text, unlessAbsent);
  const manifest = async (repository: string, digest: string) =>
    manifestIn((await getManifest(api, repository, digest)).text, repository, digest);

  return {
    digestOf: async (repository, reference) =>
      namedDigest(await found(repository, reference), repository, reference),
    manifest: found,
    async upload(repository, digest) {
      if (await hasLayers(api, blobs, repository, digest)) await putImage(api, blobs, repository, digest);
      else await moving.upload(repository, digest);
    },
    put: (repository, digest) => putImage(api, blobs, repository, digest),
    mount: (from, to, digest) => mountBlob(api, from, to, digest),
    async config(repository, digest) {
      const { config } = await manifest(repository, digest);
      return getBlob(api, repository, config.digest, "reading it back");
    },
    async verify(repository, digest) {
      const { config } = await manifest(repository, digest);
      if (config.mediaType.includes("image.config"))
        await getBlob(api, repository, config.digest, "reading it back");
    },
    async tag(repository, digest, tag) {
      const kept = await textOf(blobs, digest);
      const named = kept === undefined ? await getManifest(api, repository, digest) : { text: kept };
      refuseOther(named.text, repository, digest);
      await putManifest(api, repository, tag, named, `tagging ${tag}`);
    },
    async copy(from, to, digest) {
      if (!(await lendImage(api, from, to, digest))) await moving.copy(from, to, digest);
    },
    tags: (repository) => listTags(api, repository),
    remove: (repository, digest) => deleteManifest(api, repository, digest),
    async read(repository, digest) {
      const { layers } = await manifest(repository, digest);
      const [layer] = layers;
      if (!layer || layers.length > 1 || layer.size > LONGEST)
        throw new RegistryFailure(`${repository}@${digest} is no release`, "broken", []);
      return getBlob(api, repository, layer.digest, "reading a release");
    },
  };
}
