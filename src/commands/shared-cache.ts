import { Allowance, MOST_WAITING } from "../cache/allowance.ts";
import { TRUSTED } from "../cache/domain.ts";
import { type Entry, entryManifest, type FoundEntry, parseEntry } from "../cache/entry.ts";
import { type EntryKind, entryKey, entryTag, readsFrom } from "../cache/keys.ts";
import { cacheOf } from "../cache/place.ts";
import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import type { PlannedService, StageName } from "../pipeline/plan.ts";
import type { Lent } from "../publish/brought.ts";
import { settingsIn } from "../publish/decide.ts";
import { type ImageManifest, MEDIA } from "../publish/oci.ts";
import { type Publisher, RegistryFailure } from "../publish/publisher.ts";
import { hostOf } from "../publish/reference.ts";
import { SETTINGS_FILE } from "../publish/settings.ts";
import type { ServiceResult } from "../report/result.ts";
import { isCount, isRecordOf, untrustedJson } from "../untrusted-json.ts";
import { keyOfEntry } from "./entry-key.ts";
import type { BuildOptions } from "./options.ts";

/** Where the times of builds are: they are of a cache as a whole. */
const TIMES = entryKey("times");

function isTimes(value: unknown): value is Record<string, number> {
  return isRecordOf(value, isCount);
}

/** Slowest upload that a run waits for, bytes a millisecond: building anew is faster than what is slower. */
const BYTES_PER_MS = 2000;

/** Requests that may fail before the cache is off for the run. */
const MOST_FAILURES = 3;

/**
 * The shared cache of a run, where one is configured and wanted: read wherever there is one, written where images are
 * published from trusted sources, unless the caller says otherwise.
 *
 * @throws a `Failure` (exit 2) where it is asked for and nothing says where it is.
 */
export async function openSharedCache(
  engine: Engine,
  { cache, environment, registry }: Pick<BuildOptions, "cache" | "environment"> & { registry?: string },
  { publishes = false } = {},
): Promise<SharedCache | undefined> {
  if (cache === "off") return undefined;
  const repository = cacheOf(settingsIn(engine.snapshot.text(SETTINGS_FILE)), environment, registry);
  if (!repository) {
    if (!cache) return undefined;
    throw badInput(
      `--cache ${cache}: nothing says where the shared cache is`,
      "say `cache: HOST/PREFIX` or `registry: HOST/PREFIX` in multistage.yaml",
    );
  }
  const writes = cache === "write" || (cache === undefined && publishes && engine.domain === TRUSTED);
  return new SharedCache(engine, repository, writes);
}

/**
 * What any machine built, by its key, in a registry. Whatever goes wrong with it costs one warning and a bounded wait,
 * and never a build: what it can't tell is built here.
 */
export class SharedCache {
  /** `HOST/PREFIX` */
  readonly repository: string;
  readonly writes: boolean;
  readonly #engine: Engine;
  readonly #allowance = new Allowance();
  /** Ends what is under way when the allowance is spent. */
  readonly #over = new AbortController();
  #publisher: Promise<Publisher> | undefined;
  #failures = 0;
  /** Uploads under way: builds don't wait for them. */
  readonly #writing = new Set<Promise<void>>();
  /** Images that this run put there. */
  readonly #written = new Map<string, Lent>();

  constructor(engine: Engine, repository: string, writes: boolean) {
    this.#engine = engine;
    this.repository = repository;
    this.writes = writes;
  }

  /** The entry of a plan; undefined where there is none, or the cache can't be asked. */
  async find(planned: PlannedService): Promise<FoundEntry | undefined> {
    if (!isShared(planned)) return undefined;
    const key = await keyOfEntry(this.#engine, planned);
    if (!key) return undefined;
    for (const domain of readsFrom(this.#engine.domain)) {
      const found = await this.#read(entryTag(domain, kindOf(planned), key), key);
      if (found) return found;
    }
    return undefined;
  }

  #read(tag: string, key: string): Promise<FoundEntry | undefined> {
    return this.#asked(async (publisher) => {
      const text = await publisher.manifest(this.repository, tag);
      return text === undefined ? undefined : parseEntry(text, key);
    });
  }

  /**
   * Writes an entry, beside what else the run does.
   *
   * @param image the manifest of its image among the engine's blobs, where it has one.
   */
  write(
    planned: PlannedService,
    entry: Omit<Entry, "key" | "kind" | "schemaVersion" | "used">,
    image?: ImageManifest,
  ) {
    this.#beside(async () => {
      const key = await keyOfEntry(this.#engine, planned);
      if (!key) return;
      const kind = kindOf(planned);
      const there = await this.#read(entryTag(this.#engine.domain, kind, key), key);
      if (there) return this.#touch(there);
      await this.#put({ schemaVersion: 1, key, kind, ...entry, used: today() }, image);
    });
  }

  /** Says that an entry was used today, so that pruning spares it. One of another domain isn't ours to say. */
  touch(found: FoundEntry): void {
    if (this.#engine.domain === TRUSTED) this.#beside(() => this.#touch(found));
  }

  async #touch({ entry, manifest }: FoundEntry): Promise<void> {
    const used = today();
    if (entry.used < used) await this.#put({ ...entry, used }, entry.image && manifest, true);
  }

  async #put(entry: Entry, image?: ImageManifest, hasLayers = false): Promise<void> {
    const manifest = entryManifest(entry, image);
    const { blobs, domain } = this.#engine;
    await this.#asked(
      async (publisher) => {
        await blobs.putJson(entry.image?.config ?? {}, image ? MEDIA.config : MEDIA.empty);
        const { digest } = await blobs.putJson(manifest, MEDIA.manifest);
        await (hasLayers ? publisher.put : publisher.upload)(this.repository, digest);
        await publisher.tag(this.repository, digest, entryTag(domain, entry.kind, entry.key));
        this.#written.set(entry.key, lentBy(this.repository, { manifest, digest }));
      },
      hasLayers ? 0 : uploadTime(manifest),
    );
  }

  #beside(work: () => Promise<void>): void {
    if (!this.writes) return;
    const writing = work().finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** How long each service's last real build took on any machine, milliseconds, by name. */
  async times(): Promise<Record<string, number>> {
    const found = await this.#read(entryTag(TRUSTED, "times", TIMES), TIMES);
    return untrustedJson(found?.entry.output ?? "", isTimes) ?? {};
  }

  /** Remembers how long builds took; of two at once the last word counts. */
  rememberTimes(results: ServiceResult[]): void {
    const built = results.filter(({ status }) => status === "built");
    if (!built.length || this.#engine.domain !== TRUSTED) return;
    this.#beside(async () => {
      const took = Object.fromEntries(built.map(({ name, durationMs = 0 }) => [name, durationMs]));
      const output = JSON.stringify({ ...(await this.times()), ...took });
      const told = { service: "", durationMs: 0, stages: [], used: today(), output };
      await this.#put({ schemaVersion: 1, key: TIMES, kind: "times", ...told });
    });
  }

  /** What this run put there of a plan, for other repositories of the registry. */
  async written(planned: PlannedService): Promise<Lent | undefined> {
    return this.#written.get((await keyOfEntry(this.#engine, planned)) ?? "");
  }

  /** Ends when everything is written that is to be. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing);
  }

  /** Says that what an entry names couldn't be had: what is wrong with one may be with others. */
  failed(error: unknown): void {
    this.#failures += 1;
    if (this.#failures === 1) this.#engine.progress.note(warning(this.repository, error));
    if (this.#failures >= MOST_FAILURES) this.#allowance.spend();
    if (this.#allowance.isSpent) this.#over.abort();
  }

  async #asked<T>(work: (publisher: Publisher) => Promise<T>, more = 0): Promise<T | undefined> {
    if (this.#allowance.isSpent) return undefined;
    const { requestOverheadMs = 0 } = this.#engine;
    try {
      // An engine may have to install its client first: nobody waits for the registry then.
      const publisher = await this.#opened();
      return await this.#allowance.wait(() => work(publisher), more + requestOverheadMs);
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }

  #opened(): Promise<Publisher> {
    const options = { timeout: MOST_WAITING, signal: this.#over.signal };
    this.#publisher ??= this.#engine.registry([hostOf(this.repository)], options);
    return this.#publisher;
  }
}

/** An entry's image, as other repositories of the registry are lent it. */
export function lentBy(
  repository: string,
  { manifest, digest }: Pick<FoundEntry, "manifest" | "digest">,
): Lent {
  return { repository, digest, layers: [...new Set(manifest.layers.map((layer) => layer.digest))] };
}

/** Whether a plan's end is shared: the image, or how a test or a linter ended. */
export function isShared({ stage }: PlannedService): boolean {
  return stage in KINDS;
}

const KINDS: Partial<Record<StageName, EntryKind>> = { runtime: "image", test: "test", lint: "lint" };

function kindOf({ stage }: PlannedService): EntryKind {
  return KINDS[stage] ?? "image";
}

function uploadTime({ layers }: ImageManifest): number {
  return layers.reduce((sum, { size }) => sum + size, 0) / BYTES_PER_MS;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function warning(repository: string, error: unknown): string {
  const said = error instanceof RegistryFailure ? error.lines.at(-1) : undefined;
  const why = said ?? (error instanceof Error ? error.message : String(error));
  return `shared cache ${repository}: ${why}: what it doesn't tell is built here (--cache off asks nothing of it)`;
}
