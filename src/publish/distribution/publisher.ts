import { isListOf, isObject, isText, LONGEST, untrustedJson } from "../../untrusted-json.ts";
import { type Blobs, type ImageManifest, isManifest } from "../oci.ts";
import { type Publisher, RegistryFailure } from "../publisher.ts";
import { manifestIn, namedDigest, refuseOther } from "../registry-answers.ts";
import { hasBlob, isLayer, mountBlob, putImage, putManifest, textOf } from "./blobs.ts";
import type { Asked } from "./failures.ts";
import { type Answered, onward, type RegistryApi } from "./registry-api.ts";

/** Manifests of every form, as clients ask for them. */
const ACCEPT = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
].join(", ");

/** Tags of one answer; a registry may say fewer. */
const TAGS_AT_ONCE = 1000;

/** Answers that a list of tags may take. */
const MOST_PAGES = 1000;

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
  const asked = async (repository: string, reference: string) => {
    const request = {
      what: "reading a manifest",
      repository,
      reference,
      does: "pull",
      method: "GET",
    } as const;
    const { text, header } = await api.ask({
      ...request,
      path: `manifests/${reference}`,
      headers: { accept: ACCEPT },
    });
    return { text, type: header("content-type") };
  };
  const found = (repository: string, reference: string) =>
    asked(repository, reference).then(({ text }) => text, unlessAbsent);
  const manifest = async (repository: string, digest: string) =>
    manifestIn((await asked(repository, digest)).text, repository, digest);
  const blob = async (what: string, repository: string, digest: string) => {
    const request = { what, repository, reference: digest, does: "pull", method: "GET" } as const;
    return refuseOther((await api.ask({ ...request, path: `blobs/${digest}` })).text, repository, digest);
  };
  /** Whether all layers are there, or can be put. */
  const needsNoMove = async (repository: string, digest: string) => {
    const text = await textOf(blobs, digest);
    const { layers } = JSON.parse(text ?? '{"layers":[]}') as ImageManifest;
    const there = layers.filter(isLayer).map((layer) => hasBlob(api, repository, layer.digest));
    return text !== undefined && (await Promise.all(there)).every(Boolean);
  };

  return {
    async digestOf(repository, reference) {
      const text = await found(repository, reference);
      return text === undefined ? undefined : namedDigest(text, repository, reference);
    },
    manifest: found,
    async upload(repository, digest) {
      if (await needsNoMove(repository, digest)) await putImage(api, blobs, repository, digest);
      else await moving.upload(repository, digest);
    },
    put: (repository, digest) => putImage(api, blobs, repository, digest),
    mount: (from, to, digest) => mountBlob(api, from, to, digest),
    async config(repository, digest) {
      return blob("reading it back", repository, (await manifest(repository, digest)).config.digest);
    },
    async verify(repository, digest) {
      const { config } = await manifest(repository, digest);
      if (config.mediaType.includes("image.config")) await blob("reading it back", repository, config.digest);
    },
    async tag(repository, digest, tag) {
      const kept = await textOf(blobs, digest);
      const { text, type } =
        kept === undefined ? await asked(repository, digest) : { text: kept, type: undefined };
      refuseOther(text, repository, digest);
      await putManifest(api, { repository, reference: tag, text, type }, `tagging ${tag}`);
    },
    async copy(from, to, digest) {
      const { text, type } = await asked(from, digest);
      const read = untrustedJson(refuseOther(text, from, digest), isManifest);
      const parts = new Set(read ? [read.config, ...read.layers].map((one) => one.digest) : []);
      const lent = await Promise.all([...parts].map((one) => mountBlob(api, from, to, one)));
      if (read && lent.every(Boolean))
        await putManifest(api, { repository: to, reference: digest, text, type });
      else await moving.copy(from, to, digest);
    },
    async tags(repository) {
      const request = { what: "listing its tags", repository, does: "pull", method: "GET" } as const;
      const all: string[] = [];
      let path: string | URL | undefined = `tags/list?n=${TAGS_AT_ONCE}`;
      for (let page = 0; path && page < MOST_PAGES; page += 1) {
        const reply: Answered | undefined = await api.ask({ ...request, path }).catch(unlessAbsent);
        all.push(...(reply ? tagsIn(reply.text, repository) : []));
        path = reply && nextPage(reply, request);
      }
      return all;
    },
    async remove(repository, digest) {
      const request = { what: "removing an entry", repository, reference: digest, does: "all" } as const;
      await api.ask({ ...request, method: "DELETE", path: `manifests/${digest}` });
    },
    async read(repository, digest) {
      const { layers } = await manifest(repository, digest);
      const [layer] = layers;
      if (!layer || layers.length > 1 || layer.size > LONGEST)
        throw new RegistryFailure(`${repository}@${digest} is no release`, "broken", []);
      return blob("reading a release", repository, layer.digest);
    },
  };
}

/** Where a list goes on, as registries say in `Link`. */
function nextPage({ url, header }: Answered, asked: Asked): URL | undefined {
  const [, next] = /<([^>]+)>;\s*rel="?next"?/.exec(header("link") ?? "") ?? [];
  return next === undefined ? undefined : onward(next, url, asked);
}

function unlessAbsent(error: RegistryFailure): undefined {
  if (error.fault !== "absent") throw error;
}

function tagsIn(text: string, repository: string): string[] {
  const said = untrustedJson(text, isObject);
  if (said && (said.tags == null || isListOf(said.tags, isText))) return (said.tags as string[] | null) ?? [];
  throw new RegistryFailure(`${repository}: listing its tags failed`, "passing", [text.slice(0, 200)]);
}
