import { daysBetween, today } from "../cache/days.ts";
import { TRUSTED } from "../cache/domain.ts";
import { type Entry, entryManifest, type FoundEntry, parseEntry } from "../cache/entry.ts";
import { type EntryKind, entryTag, readsFrom } from "../cache/keys.ts";
import type { Engine } from "../engine.ts";
import { type ImageManifest, layersSize, MEDIA } from "../publish/oci.ts";
import type { CacheClient } from "./cache-client.ts";

/** Slowest upload that a run waits for, bytes a millisecond: building anew is faster than what is slower. */
const BYTES_PER_MS = 2000;

/** An entry that was used so many days ago counts as used today: saying so costs requests. */
export const USE_DAYS = 3;

/** What an entry says besides what every one does. */
export type Told = Omit<Entry, "schemaVersion" | "used">;

/** The entries of a shared cache, under the domains that a run reads and writes. */
export class CacheEntries {
  readonly #client: CacheClient;
  readonly #engine: Pick<Engine, "blobs" | "domain">;
  readonly #writes: boolean;

  constructor(client: CacheClient, writes: boolean) {
    this.#client = client;
    this.#engine = client.engine;
    this.#writes = writes;
  }

  /** The entry of a key; undefined where there is none, or the cache can't be asked. */
  async find(kind: EntryKind, key: string): Promise<FoundEntry | undefined> {
    for (const domain of readsFrom(this.#engine.domain)) {
      const found = await this.read(domain, kind, key);
      if (found) return found;
    }
    return undefined;
  }

  read(domain: string, kind: EntryKind, key: string): Promise<FoundEntry | undefined> {
    return this.#client.asked(async (publisher) => {
      const text = await publisher.manifest(this.#client.repository, entryTag(domain, kind, key));
      return text === undefined ? undefined : parseEntry(text, key);
    });
  }

  /** Writes beside what else the run does, where it writes. */
  beside(work: () => Promise<unknown>): void {
    if (this.#writes) this.#client.beside(work);
  }

  /**
   * Writes an entry unless it is there.
   *
   * @param image the manifest of its image, where it has one, @param hasLayers the repository has its layers: they needn't
   *   lie among the engine's blobs.
   * @returns the digest of the manifest that was written.
   */
  async write(told: Told, image?: ImageManifest, hasLayers = false): Promise<string | undefined> {
    const there = await this.read(this.#engine.domain, told.kind, told.key);
    if (there) return this.#touch(there);
    return this.put({ schemaVersion: 1, ...told, used: today() }, image, hasLayers);
  }

  /** Says that an entry was used, so that pruning spares it. One of another domain isn't ours to say. */
  touch(found: FoundEntry): void {
    if (this.#engine.domain === TRUSTED) this.beside(() => this.#touch(found));
  }

  async #touch({ entry, manifest, digest }: FoundEntry): Promise<undefined> {
    if (daysBetween(entry.used, today()) < USE_DAYS) return;
    await this.put({ ...entry, used: today(), replaced: digest }, entry.image && manifest, true);
  }

  /** Writes an entry over whatever is there. */
  put(entry: Entry, image?: ImageManifest, hasLayers = false): Promise<string | undefined> {
    const manifest = entryManifest(entry, image);
    const { blobs, domain } = this.#engine;
    const { repository } = this.#client;
    return this.#client.asked(
      async (publisher) => {
        await blobs.putJson(entry.image?.config ?? {}, image ? MEDIA.config : MEDIA.empty);
        const { digest } = await blobs.putJson(manifest, MEDIA.manifest);
        await (hasLayers ? publisher.put : publisher.upload)(repository, digest);
        await publisher.tag(repository, digest, entryTag(domain, entry.kind, entry.key));
        return digest;
      },
      hasLayers ? 0 : layersSize(manifest) / BYTES_PER_MS,
    );
  }
}
