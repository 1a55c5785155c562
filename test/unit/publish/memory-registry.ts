import { sha256 } from "../../../src/publish/digest.ts";
import type { Blobs } from "../../../src/publish/oci.ts";
import type { Publisher } from "../../../src/publish/publisher.ts";
import type { ReleasedImage } from "../../../src/release/release.ts";

/** A registry in memory, what a publisher of it keeps, and what happened, in order. */
export function memoryRegistry() {
  const texts = new Map<string, string>();
  const manifests = new Set<string>();
  const tags = new Map<string, string>();
  const blobs: Blobs = {
    getJson: async <T>(digest: string) => JSON.parse(texts.get(digest) ?? "null") as T,
    async putJson(value, mediaType) {
      const text = JSON.stringify(value);
      texts.set(sha256(text), text);
      return { mediaType, digest: sha256(text), size: text.length };
    },
  };
  const publisher: Publisher = {
    async digestOf(repository, reference) {
      const digest = tags.get(`${repository}:${reference}`) ?? reference;
      return manifests.has(`${repository}@${digest}`) ? digest : undefined;
    },
    async upload(repository, digest) {
      manifests.add(`${repository}@${digest}`);
    },
    async manifest(repository, reference) {
      const digest = await publisher.digestOf(repository, reference);
      return digest && texts.get(digest);
    },
    async put(repository, digest) {
      manifests.add(`${repository}@${digest}`);
    },
    mount: async () => true,
    async config(_repository, digest) {
      const { config } = JSON.parse(texts.get(digest) ?? "{}") as { config: { digest: string } };
      return texts.get(config.digest) ?? "";
    },
    async verify() {},
    async tag(repository, digest, tag) {
      tags.set(`${repository}:${tag}`, digest);
    },
    async copy(_from, to, digest) {
      manifests.add(`${to}@${digest}`);
    },
    async tags(repository) {
      const own = [...tags.keys()].filter((name) => name.startsWith(`${repository}:`));
      return own.map((name) => name.slice(repository.length + 1));
    },
    async remove(repository, digest) {
      manifests.delete(`${repository}@${digest}`);
      for (const [name, named] of tags)
        if (name.startsWith(`${repository}:`) && named === digest) tags.delete(name);
    },
    async read(_repository, digest) {
      const { layers } = JSON.parse(texts.get(digest) ?? "{}") as { layers: { digest: string }[] };
      return texts.get(layers[0]?.digest ?? "") ?? "";
    },
  };
  return { publisher, blobs, tags };
}

/** A published image; its digest is of `text`. */
export function imageOf(service: string, text: string, more: Partial<ReleasedImage> = {}): ReleasedImage {
  return {
    service,
    repository: `registry.example/team/${service}`,
    digest: sha256(text),
    tags: { immutable: [`testing-${text}`], moving: ["testing"] },
    dirty: false,
    created: 0,
    builtFor: "testing",
    differences: {},
    ...more,
  };
}
