import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, Failure } from "../failure.ts";
import type { PublishTools } from "../publish/publisher.ts";
import type { Destination } from "../publish/reference.ts";
import { type CurrentRelease, repositoryOf, same, standingOf } from "./current-release.ts";
import { giveNumber, type KnownRelease } from "./numbers.ts";
import { moveTags } from "./push.ts";
import { type NextOptions, nextRelease, type Release, type ReleasedImage, releaseTag } from "./release.ts";

/** Times that a release is written anew because another publish came in between. */
const RACES = 8;

/**
 * Writes what an environment has now as its next release: by digest, under a number that is its alone, then as the
 * environment's newest. Where nothing changed it writes nothing. The images' moving tags name what the newest release
 * has when this ends.
 *
 * Where another publish came in between, ours is written again on top.
 *
 * @throws a `Failure` (exit 75) that names the other publish where that happens again and again.
 */
export async function recordRelease(
  tools: PublishTools,
  destination: Destination,
  environment: string,
  images: ReleasedImage[],
  options: NextOptions = {},
): Promise<KnownRelease> {
  const written: string[] = [];
  const read = () => standingOf(tools, destination, environment, written);
  let before = await read();
  for (let race = 0; race < RACES; race += 1) {
    const began = performance.now();
    const next = nextOf(environment, images, before, options);
    const given = next ? await giveNumber(tools, repositoryOf(destination), next) : before.newest;
    if (next && given) written.push(given.digest);
    const now = await read();
    if (given && !isOvertaken(given, before, now))
      return settled(tools, destination, environment, images, given);
    // Those who were in each other's way wait for different times, as long as their requests take.
    await sleep((performance.now() - began) * Math.random() * 2 ** Math.min(race, 4));
    before = await read();
  }
  throw lost(environment, before);
}

/** What is to be written; undefined where a release says it already. */
function nextOf(
  environment: string,
  images: ReleasedImage[],
  { newest, services, isSplit, free }: CurrentRelease,
  options: NextOptions,
): Release | undefined {
  const current = newest && { digest: newest.digest, release: { ...newest.release, services } };
  const next = nextRelease(environment, images, current, options);
  if (next) return { ...next, number: free };
  if (!isSplit || !current) return undefined;
  return { ...current.release, number: free, previous: current.digest, restores: undefined };
}

/** Whether somebody else wrote since, and not on top of ours. */
function isOvertaken(given: KnownRelease, before: CurrentRelease, now: CurrentRelease): boolean {
  const isSame = now.newest?.digest === before.newest?.digest && same(now.services, before.services);
  return !isSame && now.newest?.digest !== given.digest && now.newest?.release.previous !== given.digest;
}

/** What comes after a release was written: the environment's tag, and its images'. */
async function settled(
  tools: PublishTools,
  destination: Destination,
  environment: string,
  images: ReleasedImage[],
  known: KnownRelease,
): Promise<KnownRelease> {
  const { publisher } = tools;
  const repository = repositoryOf(destination);
  if ((await publisher.digestOf(repository, environment)) !== known.digest)
    await publisher.tag(repository, known.digest, environment);
  await alignTags(tools, destination, environment, images);
  return known;
}

/** Of publishes at once, the one that moved a tag last needn't be the one whose release is the newest. */
async function alignTags(
  tools: PublishTools,
  destination: Destination,
  environment: string,
  ours: ReleasedImage[],
): Promise<void> {
  let images = ours;
  for (let turn = 0; turn < RACES && (await moveTags(tools.publisher, images)); turn += 1) {
    const { services } = await standingOf(tools, destination, environment);
    const has = ({ service }: ReleasedImage) => services.find((one) => one.service === service);
    images = ours.flatMap((image) => has(image) ?? []);
  }
}

function lost(environment: string, { newest }: CurrentRelease): Failure {
  const who = newest
    ? `the newest is release ${releaseTag(environment, newest.release.number)}`
    : "none of them has finished";
  return new Failure(`other publishes to ${environment} keep coming in between: ${who}`, {
    exitCode: EXIT.retry,
    lines: newest?.release.services.slice(0, 20).map(({ service, digest }) => `${service} ${digest}`),
    next: "run the same command again when they are done",
  });
}
