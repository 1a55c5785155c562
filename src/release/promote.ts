import { badInput, EXIT, Failure, refuse } from "../failure.ts";
import { requireAll } from "../publish/pool.ts";
import type { Publisher, PublishTools } from "../publish/publisher.ts";
import type { Destination } from "../publish/reference.ts";
import { type CurrentRelease, standingOf } from "./current-release.ts";
import type { KnownRelease } from "./numbers.ts";
import { type PromotionOptions, planPromotion } from "./promotion.ts";
import { bringUp, putTags, refuseTaken, refuseUnnamed } from "./push.ts";
import { recordRelease } from "./record.ts";
import type { Release, ReleasedImage } from "./release.ts";

export interface PromoteRequest extends PromotionOptions {
  /** Environment that has the images. */
  from: string;
  /** Environment that gets them. */
  to: string;
  /** Where the images are, and where they go: environments may have registries of their own. */
  origin: Destination;
  destination: Destination;
}

/** What a promotion or a rollback did. */
export interface Promoted {
  images: ReleasedImage[];
  /** Names of those that were built for the environment. */
  built: string[];
  release: KnownRelease;
}

/**
 * An environment's images become another's, by digest; nothing is built or uploaded but where the caller
 * asks for it.
 *
 * @param buildFor builds images that declare differences, into the blobs.
 * @param note is told what takes long, a line each.
 * @throws a `Failure`: 2 where there is nothing to start from, 3 where differences or immutable tags forbid it.
 */
export async function promoteRelease(
  tools: PublishTools,
  { from, to, origin, destination, ...options }: PromoteRequest,
  note: (text: string) => void = () => {},
  buildFor: (images: ReleasedImage[]) => Promise<ReleasedImage[]> = async () => [],
): Promise<Promoted> {
  const { publisher } = tools;
  if (from === to) throw badInput(`--from and --to are both ${from}`);
  const standing = await newest(tools, origin, from);
  refuseSplit(from, standing);
  const current = standing.newest;
  const plan = planPromotion(current.release, to, destination, options);
  if (!("move" in plan)) return refuse(plan) as never;
  await refuseUnnamed(
    publisher,
    from,
    plan.move.map((move) => move.from),
  );
  const built = plan.build.length ? await buildFor(plan.build) : [];
  const images = [...plan.move.map((move) => move.to), ...built];
  await refuseTaken(publisher, images);
  await requireAll(plan.move, (move) => carry(publisher, move.from, move.to, note));
  await requireAll(built, (image) => bringUp(publisher, image));
  await putTags(publisher, images);
  const all = options.service === undefined ? namesIn(current.release) : undefined;
  const [release] = await requireAll([to], () => recordRelease(tools, destination, to, images, { all }));
  return { images, built: built.map(({ service }) => service), release: release as KnownRelease };
}

function namesIn({ services }: Release): string[] {
  return services.map(({ service }) => service);
}

/** The image must be there; where environments have registries of their own it is copied, digest and all. */
async function carry(
  publisher: Publisher,
  from: ReleasedImage,
  to: ReleasedImage,
  note: (text: string) => void,
): Promise<void> {
  if (await publisher.digestOf(to.repository, to.digest)) return;
  if (from.repository === to.repository) throw missing(from);
  note(`${to.service}: copying ${from.digest} to ${to.repository}`);
  await publisher.copy(from.repository, to.repository, to.digest);
  await publisher.verify(to.repository, to.digest);
}

function missing({ repository, digest }: ReleasedImage): Failure {
  return new Failure(`${repository}@${digest} is no longer in the registry`, { next: "publish it again" });
}

/** The release to start from. @throws a `Failure` (exit 2) where there is none. */
export async function newest(
  tools: PublishTools,
  destination: Destination,
  environment: string,
): Promise<CurrentRelease & { newest: KnownRelease }> {
  const [found] = await requireAll([environment], () => standingOf(tools, destination, environment));
  if (!found?.newest)
    throw badInput(`nothing was published to ${environment} yet`, `publish --environment ${environment}`);
  return { ...found, newest: found.newest };
}

/** Promotion takes what one release says: what others wrote beside it isn't left out without a word. */
function refuseSplit(environment: string, { isSplit }: CurrentRelease): void {
  if (!isSplit) return;
  throw new Failure(`publishes to ${environment} are under way, or were ended in between`, {
    exitCode: EXIT.retry,
    next: `if none is under way, publish to ${environment} again`,
  });
}
