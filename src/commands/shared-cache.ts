import { cacheOf } from "../cache/address.ts";
import { today } from "../cache/days.ts";
import { TRUSTED } from "../cache/domain.ts";
import type { FoundEntry } from "../cache/entry.ts";
import { type EntryKind, entryKey } from "../cache/keys.ts";
import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import type { PlannedService, StageName } from "../pipeline/plan.ts";
import { settingsIn } from "../publish/destination-plan.ts";
import type { Lent } from "../publish/lent-layers.ts";
import type { ImageManifest } from "../publish/oci.ts";
import { SETTINGS_FILE } from "../publish/settings.ts";
import type { ServiceResult } from "../report/result.ts";
import { isCount, isRecordOf, untrustedJson } from "../untrusted-json.ts";
import { CacheClient } from "./cache-client.ts";
import { CacheEntries, type Told } from "./cache-entries.ts";
import { keyOfEntry } from "./entry-key.ts";
import type { BuildOptions } from "./options.ts";
import { SharedParents } from "./shared-parents.ts";

/** Where the times of builds are: they are of a cache as a whole. */
const TIMES = entryKey("times");

function isTimes(value: unknown): value is Record<string, number> {
  return isRecordOf(value, isCount);
}

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
  return new SharedCache(engine, repository, { writes, isRequested: cache !== undefined });
}

/**
 * What any machine built, by its key, in a registry. Whatever goes wrong with it costs one warning and a bounded wait,
 * and never a build: what it can't tell is built here.
 */
export class SharedCache {
  /** `HOST/PREFIX` */
  readonly repository: string;
  readonly writes: boolean;
  /** The caller says how it is used. */
  readonly isRequested: boolean;
  readonly parents: SharedParents;
  readonly #engine: Engine;
  readonly #client: CacheClient;
  readonly #entries: CacheEntries;
  /** Images that this run put there. */
  readonly #written = new Map<string, Lent>();

  constructor(engine: Engine, repository: string, { writes = false, isRequested = false } = {}) {
    this.#engine = engine;
    this.repository = repository;
    this.writes = writes;
    this.isRequested = isRequested;
    this.#client = new CacheClient(engine, repository);
    this.#entries = new CacheEntries(this.#client, writes);
    this.parents = new SharedParents(this.#client, this.#entries);
  }

  /** The entry of a plan; undefined where there is none, or the cache can't be asked. */
  async find(planned: PlannedService): Promise<FoundEntry | undefined> {
    if (!isShared(planned)) return undefined;
    const key = await keyOfEntry(this.#engine, planned);
    return key === undefined ? undefined : this.#entries.find(kindOf(planned), key);
  }

  /**
   * Writes an entry, beside what else the run does.
   *
   * @param image the manifest of its image among the engine's blobs, where it has one.
   */
  write(planned: PlannedService, told: Omit<Told, "key" | "kind">, image?: ImageManifest) {
    this.#entries.beside(async () => {
      const key = await keyOfEntry(this.#engine, planned);
      if (!key) return;
      const digest = await this.#entries.write({ key, kind: kindOf(planned), ...told }, image);
      if (digest && image) this.#written.set(key, lentBy(this.repository, { manifest: image, digest }));
    });
  }

  /** Says that an entry was used, so that pruning spares it. */
  touch(found: FoundEntry): void {
    this.#entries.touch(found);
  }

  /** How long each service's last real build took on any machine, milliseconds, by name. */
  async times(): Promise<Record<string, number>> {
    const found = await this.#entries.read(TRUSTED, "times", TIMES);
    return untrustedJson(found?.entry.output ?? "", isTimes) ?? {};
  }

  /** Remembers how long builds took; of two at once the last word counts. */
  rememberTimes(results: ServiceResult[]): void {
    const built = results.filter(({ status }) => status === "built");
    if (!built.length || this.#engine.domain !== TRUSTED) return;
    this.#entries.beside(async () => {
      const took = Object.fromEntries(built.map(({ name, durationMs = 0 }) => [name, durationMs]));
      const output = JSON.stringify({ ...(await this.times()), ...took });
      const told = { service: "", durationMs: 0, stages: [], used: today(), output };
      await this.#entries.put({ schemaVersion: 1, key: TIMES, kind: "times", ...told });
    });
  }

  /** What this run put there of a plan, for other repositories of the registry. */
  async written(planned: PlannedService): Promise<Lent | undefined> {
    return this.#written.get((await keyOfEntry(this.#engine, planned)) ?? "");
  }

  /** Ends when everything is written that is to be. */
  settled(): Promise<void> {
    return this.#client.settled();
  }

  /** Says that what an entry names couldn't be had. */
  failed(error: unknown): void {
    this.#client.failed(error);
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
