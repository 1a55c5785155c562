import type { Built, Engine } from "../engine.ts";
import { asFailure, badInput, Failure } from "../failure.ts";
import type { Microservice } from "../microservice.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import { decidePublish, settingsIn } from "../publish/destination-plan.ts";
import { bringing } from "../publish/lent-layers.ts";
import { MEDIA } from "../publish/oci.ts";
import { requireAll } from "../publish/pool.ts";
import { imageName } from "../publish/reference.ts";
import { SETTINGS_FILE } from "../publish/settings.ts";
import { differencesOf } from "../release/differences.ts";
import { type EnvironmentChange, environmentChange } from "../release/environment-change.ts";
import type { KnownRelease } from "../release/numbers.ts";
import { type PublishableImage, type Published, type Publishing, publishImages } from "../release/publish.ts";
import { unpublished, withPublished } from "../release/result.ts";
import { exitCodeOf } from "../report/exit-code.ts";
import type { RunResult, ServiceError } from "../report/result.ts";
import { compare } from "../yaml/fault.ts";
import { choose } from "./choose.ts";
import { builtUnless, type Finished } from "./finished.ts";
import type { OneOptions, PublishAllOptions, PublishOptions } from "./options.ts";
import { publisherFor } from "./registry.ts";
import { pickService, type Repository, readRepository } from "./repository.ts";
import { isDone } from "./results.ts";
import { runEach } from "./run.ts";
import { lentBy, openSharedCache, type SharedCache } from "./shared-cache.ts";

/** How a publish went. */
export interface PublishRun {
  result: RunResult;
  /** What the environment has now; absent where nothing was published. */
  moved?: EnvironmentChange;
  /** What failed, each told once: services, or the publish as a whole. */
  failures: (Failure | ServiceError)[];
}

/** Builds a service's image and publishes it: by digest, then by its tags. */
export async function publish<Image>(
  engine: Engine<Image>,
  options: OneOptions & PublishOptions,
): Promise<PublishRun> {
  const repository = await readRepository(engine);
  return publishEach(
    engine,
    repository,
    [pickService(repository, options.service, engine.standing)],
    options,
  );
}

/** `publish-all`: the same for all services, or those chosen; no tag moves until every image is up. */
export async function publishAll<Image>(
  engine: Engine<Image>,
  options: PublishAllOptions,
): Promise<PublishRun> {
  const repository = await readRepository(engine);
  return publishEach(engine, repository, await choose(engine, repository, options), options);
}

async function publishEach<Image>(
  engine: Engine<Image>,
  repository: Repository,
  services: Microservice[],
  options: PublishAllOptions,
): Promise<PublishRun> {
  const { independent = false, collect = false } = options;
  const untagged = options.untagged || options.shard !== undefined;
  if (collect && untagged)
    throw badInput("--collect gives tags to all that was uploaded: leave --shard and --untagged out");
  const names = services.map(({ name }) => name);
  const publishing = await openPublishing(engine, names, options);
  const shared = await openSharedCache(engine, options, { publishes: true });
  const images: Kept<Image>[] = [];
  const take = (planned: PlannedService, left: Finished<Image>) => void images.push({ planned, left });
  const running = { shared, take, wanted: false, unbuilt: collect };
  const result = await runEach(engine, repository, services, options, "runtime", running);
  const isWhole = result.services.every(isDone);
  const failures: PublishRun["failures"] = result.services.flatMap(({ error }) => error ?? []);
  if (!isWhole && !independent) return { result, failures: [...failures, unlessIndependent(names)] };
  const all = isWhole && names.length === repository.services.length ? names : undefined;
  try {
    const bearer = bringing(publishing.publisher, engine.blobs);
    const carried = (one: Kept<Image>) =>
      carry(engine, one, { ...publishing, bring: bearer.bring, ...running });
    const kept = await requireAll(inOrder(images), carried);
    const { publisher } = bearer;
    const published = await publishImages(kept, { ...publishing, publisher, all }, { independent, untagged });
    const { release } = published;
    if (release) await engine.keepRelease?.(publishing.destination, release);
    return {
      result: withPublished(result, published),
      moved: release && movedTo(published, release),
      failures: [...failures, ...published.failed.map(({ failure }) => failure)],
    };
  } catch (error) {
    const failure = asFailure(error);
    return { result: unpublished(result, failure), failures: [...failures, failure] };
  }
}

function movedTo({ images, uploaded }: Published, release: KnownRelease): EnvironmentChange {
  return environmentChange(release, images, ({ service }) =>
    uploaded.includes(service) ? "uploaded" : "was there",
  );
}

/** What a publish of one service made of its environment. @throws a `Failure` with what it failed with. */
export function movedIn({ moved, failures, result }: PublishRun): EnvironmentChange {
  if (moved) return moved;
  const [first] = failures;
  throw new Failure(first?.message ?? "nothing was published", { ...first, exitCode: exitCodeOf(result) });
}

function unlessIndependent({ length }: string[]): Failure {
  const next = length > 1 ? "--independent publishes what could be built" : "";
  return new Failure("nothing was published", { next });
}

/**
 * Everything that a publish depends on besides images, checked before anything is built.
 *
 * @param services names of those to publish.
 * @throws a `Failure`: 2 for bad input, 3 for a dirty tree where none may be.
 */
export async function openPublishing(
  engine: Engine,
  services: string[],
  options: PublishOptions,
): Promise<Publishing> {
  const settings = settingsIn(engine.snapshot.text(SETTINGS_FILE));
  const decided = decidePublish(options, settings, services, await engine.sources());
  const publisher = await publisherFor(engine, [decided.destination.host]);
  return { ...decided, publisher, blobs: engine.blobs };
}

/**
 * Gets a finished image ready to publish. One that the shared cache has goes from repository to repository, and is built
 * after all where it can't.
 */
async function carry<Image>(
  engine: Engine<Image>,
  { planned, left: { built, entry } }: Kept<Image>,
  { destination, bring, shared, unbuilt }: Publishing & Carrying,
): Promise<PublishableImage> {
  const repository = imageName(destination, planned.declared.name);
  if (built) {
    const lent = await shared?.written(planned);
    if (lent) await bring(lent, repository, { mountOnly: true });
    return publishable(engine, planned, built);
  }
  const image = entry?.entry.image;
  if (image && shared && (await bring(lentBy(shared.repository, entry), repository))) {
    await engine.blobs.putJson(image.config, MEDIA.config);
    const { digest } = await engine.blobs.putJson(entry.manifest, MEDIA.manifest);
    return described(planned, digest);
  }
  shared?.failed(new Error(`${planned.service.name}: the image of its entry is gone`));
  return publishable(engine, planned, await builtUnless(unbuilt, engine, planned, shared));
}

interface Carrying {
  bring: ReturnType<typeof bringing>["bring"];
  shared?: SharedCache;
  unbuilt?: boolean;
}

/** Lays a built image beside the blobs, with what a publish needs to know of it. */
export async function publishable<Image>(
  engine: Engine<Image>,
  planned: PlannedService,
  { image }: Built<Image>,
): Promise<PublishableImage> {
  return described(planned, await engine.keep(image));
}

function described({ declared, environment, stages }: PlannedService, digest: string): PublishableImage {
  const [service, base] = [declared.name, stages.at(-1)?.base];
  return { service, digest, base, differences: differencesOf(declared, environment) };
}

/** What a run left of a plan. */
interface Kept<Image> {
  planned: PlannedService;
  left: Finished<Image>;
}

function inOrder<Image>(images: Kept<Image>[]): Kept<Image>[] {
  return images.sort((a, b) => compare(a.planned.service.name, b.planned.service.name));
}
