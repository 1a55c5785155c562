import type { Entry, FoundEntry } from "../cache/entry.ts";
import type { Built, Engine, Measured } from "../engine.ts";
import { EXIT, Failure } from "../failure.ts";
import { keyOf, type PlannedService } from "../pipeline/plan.ts";
import type { ImageManifest } from "../publish/oci.ts";
import type { CacheHit, StartCheck } from "../report/result.ts";
import { buildOnParents, foundOnParents } from "./parents.ts";
import type { Told } from "./results.ts";
import { isShared, type SharedCache } from "./shared-cache.ts";

/** What a plan's build left, wherever it was made: an image on this engine, an entry of the shared cache, or both. */
export interface Finished<Image> {
  built?: Built<Image>;
  entry?: FoundEntry;
}

/** How a finished image is looked for. */
export interface Looking {
  shared?: SharedCache;
  /** The image itself is needed here: what the registry has is pulled. */
  wanted?: boolean;
  /** Nothing is built: what isn't there fails. */
  unbuilt?: boolean;
}

/**
 * The finished image, or the outcome of a test, by its key: as this machine left it, as any machine left it in the shared
 * cache, or built now.
 *
 * @throws a `Failure` where it is built, and a step fails.
 */
export async function finished<Image>(
  engine: Engine<Image>,
  planned: PlannedService,
  { shared, wanted = true, unbuilt }: Looking,
): Promise<Finished<Image>> {
  const here = (await engine.find?.(planned)) ?? (shared && (await foundOnParents(engine, planned)));
  if (here) return { built: here };
  const isOfUse = planned.stage !== "runtime" || !wanted || engine.fetch;
  const entry = isOfUse ? await shared?.find(planned) : undefined;
  if (!entry || !shared) return { built: await builtUnless(unbuilt, engine, planned, shared) };
  if (!wanted || !entry.entry.image) return { entry };
  try {
    return { entry, built: await fetched(engine, planned, shared, entry) };
  } catch (error) {
    shared.failed(error);
    return { built: await builtUnless(unbuilt, engine, planned, shared) };
  }
}

/** Builds. @throws a `Failure` (exit 75) where nothing is to be built. */
export function builtUnless<Image>(
  unbuilt: boolean | undefined,
  engine: Engine<Image>,
  planned: PlannedService,
  shared?: SharedCache,
): Promise<Built<Image>> {
  if (!unbuilt) return buildOnParents(engine, planned, shared);
  throw new Failure(`${planned.service.name}: no runner has uploaded it from these sources`, {
    exitCode: EXIT.retry,
    next: "collect when every shard is up: publish-all --shard i/n, each with the shared cache",
  });
}

async function fetched<Image>(
  engine: Engine<Image>,
  planned: PlannedService,
  { repository }: SharedCache,
  { entry, manifest, digest }: FoundEntry,
): Promise<Built<Image>> {
  const { image, key } = entry;
  if (!engine.fetch || !image) throw new Error("this engine takes no images over");
  return engine.fetch(planned, { repository, digest, manifest, image, key });
}

/** Sizes and layers of a finished image. */
export async function measuredOf<Image>(
  engine: Engine<Image>,
  { built, entry }: Finished<Image>,
): Promise<Measured> {
  const image = entry?.entry.image;
  if (image) {
    const { digest, sizeBytes, compressedBytes, layers } = image;
    return { digest, sizeBytes, compressedBytes, layers };
  }
  return engine.measure((built as Built<Image>).image);
}

/** Tells of a finished one as of one that was built: an entry's stages were all made before. */
export async function toldOf<Image>(
  engine: Engine<Image>,
  planned: PlannedService,
  { built, entry }: Finished<Image>,
  shared?: SharedCache,
): Promise<Told> {
  if (!shared) return built ?? {};
  if (!entry) return { ...built, cache: here(built) };
  const stages = entry.entry.stages.map((stage) => ({ ...stage, cached: true, durationMs: 0 }));
  const key = keyOf(planned, await engine.contents(planned.service), await engine.platform());
  const reference = built?.reference ?? (entry.entry.image && `${shared.repository}@${entry.digest}`);
  return { stages, key, reference, cache: { hit: true, from: shared.repository } };
}

function here(built?: Built<unknown>): CacheHit {
  const hit = built?.stages?.every(({ cached }) => cached) ?? false;
  return hit ? { hit, from: "this machine" } : { hit };
}

/** What is known of a finished image besides. */
export interface Sharing {
  shared: SharedCache;
  measured?: Measured;
  durationMs: number;
  start?: StartCheck;
}

/** Writes into the shared cache what isn't there yet; the run goes on meanwhile. */
export async function share<Image>(
  engine: Engine<Image>,
  planned: PlannedService,
  { built, entry }: Finished<Image>,
  { shared, measured, durationMs, start }: Sharing,
): Promise<void> {
  if (!shared.writes || !isShared(planned)) return;
  if (entry) return shared.touch(entry);
  if (!built) return;
  if (planned.stage === "runtime" && !measured) return;
  const stages = planned.stages.map(({ name, base }) => ({ name, base }));
  const told = { service: planned.service.name, durationMs, stages, start };
  if (!measured) return shared.write(planned, { ...told, output: shortened(await built.output()) });
  const digest = await engine.keep(built.image);
  const manifest = await engine.blobs.getJson<ImageManifest>(digest);
  const config =
    manifest && (await engine.blobs.getJson<NonNullable<Entry["image"]>["config"]>(manifest.config.digest));
  if (!manifest || !config) return;
  const { sizeBytes, compressedBytes, layers } = measured;
  shared.write(planned, { ...told, image: { digest, config, sizeBytes, compressedBytes, layers } }, manifest);
}

/** Manifests may have 4 MiB, and all texts of one are escaped twice. */
const LONGEST_OUTPUT = 64_000;

function shortened(text: string): string {
  return text.length <= LONGEST_OUTPUT ? text : `…${text.slice(-LONGEST_OUTPUT)}`;
}
