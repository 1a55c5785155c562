import { type FoundEntry, plainManifest } from "../cache/entry.ts";
import { entryTag } from "../cache/keys.ts";
import type { Parent, Parents, RemoteImage } from "../engine.ts";
import { sha256 } from "../publish/digest.ts";
import { type BlobDescriptor, type ImageConfig, isConfig, layersSize, MEDIA } from "../publish/oci.ts";
import type { Publisher } from "../publish/publisher.ts";
import { manifestIn } from "../publish/registry-answers.ts";
import { untrustedJson } from "../untrusted-json.ts";
import type { CacheClient } from "./cache-client.ts";
import type { CacheEntries } from "./cache-entries.ts";

/** Longest that the upload of an image which builds start from may take, milliseconds. */
const UPLOADING = 120_000;

/** Images that builds start from, each looked for, taken and written once in a run. */
export class SharedParents {
  readonly #client: CacheClient;
  readonly #entries: CacheEntries;
  readonly #found = new Map<string, Promise<FoundEntry | undefined>>();
  readonly #taken = new Map<string, Promise<string | undefined>>();
  readonly #writing = new Set<string>();

  constructor(client: CacheClient, entries: CacheEntries) {
    this.#client = client;
    this.#entries = entries;
  }

  /** Takes one over where the registry has it; answers by which address builds start from it. */
  take(parent: Parent, how: (remote: RemoteImage) => Promise<string>): Promise<string | undefined> {
    const taken = this.#taken.get(parent.key) ?? this.#take(parent, how);
    this.#taken.set(parent.key, taken);
    return taken;
  }

  async #take(parent: Parent, how: (remote: RemoteImage) => Promise<string>): Promise<string | undefined> {
    const found = await this.#find(parent);
    const remote = found && remoteOf(this.#client.repository, found);
    if (!remote) return undefined;
    try {
      return await how(remote);
    } catch (error) {
      this.#client.failed(error);
      return undefined;
    }
  }

  /** Writes what this machine has, beside what else the run does; what the registry has is only said to be used. */
  write(parent: Parent): void {
    if (this.#writing.has(parent.key)) return;
    this.#writing.add(parent.key);
    this.#entries.beside(async () => {
      const found = await this.#find(parent);
      if (found) return this.#entries.touch(found);
      const { parents } = this.#client.engine;
      if (parents) await this.#upload(parent, parents);
    });
  }

  async #upload(parent: Parent, parents: Parents): Promise<void> {
    const { engine, repository } = this.#client;
    const begun = Date.now();
    const tag = entryTag(engine.domain, parent.kind, parent.key);
    const uploaded = await this.#client.asked(async (publisher) => {
      const digest = await parents.upload(parent, repository, tag);
      return uploadedImage(publisher, repository, digest);
    }, UPLOADING);
    if (!uploaded) return;
    const { kind, key, planned } = parent;
    const told = { kind, key, service: planned.service.name, durationMs: Date.now() - begun, stages: [] };
    await this.#entries.write({ ...told, image: uploaded.image }, uploaded.manifest, true);
  }

  #find({ kind, key }: Parent): Promise<FoundEntry | undefined> {
    const found = this.#found.get(key) ?? this.#entries.find(kind, key);
    this.#found.set(key, found);
    return found;
  }
}

/**
 * What was uploaded, as an entry has it: with its configuration in the one spelling that entries have.
 *
 * @throws where it isn't there as it was uploaded.
 */
async function uploadedImage(publisher: Publisher, repository: string, uploaded: string) {
  const text = (await publisher.manifest(repository, uploaded)) ?? "";
  const config = untrustedJson(await publisher.config(repository, uploaded), isConfig);
  if (!config) throw new Error(`${repository}@${uploaded} is no image`);
  const { layers } = manifestIn(text, repository, uploaded);
  const manifest = plainManifest({ config: descriptorOf(config), layers });
  const size = layersSize(manifest);
  const digest = sha256(JSON.stringify(manifest));
  return { manifest, image: { digest, config, sizeBytes: size, compressedBytes: size } };
}

function descriptorOf(config: ImageConfig): BlobDescriptor {
  const text = JSON.stringify(config);
  return { mediaType: MEDIA.config, digest: sha256(text), size: Buffer.byteLength(text) };
}

function remoteOf(repository: string, { entry, manifest, digest }: FoundEntry): RemoteImage | undefined {
  const { image, key } = entry;
  return image && { repository, digest, manifest, image, key };
}
