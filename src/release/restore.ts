import { badInput, Failure } from "../failure.ts";
import { requireAll } from "../publish/pool.ts";
import type { Publisher, PublishTools } from "../publish/publisher.ts";
import type { Destination } from "../publish/reference.ts";
import { findRelease } from "./current-release.ts";
import type { KnownRelease } from "./numbers.ts";
import { newest, type Promoted } from "./promote.ts";
import { putTags } from "./push.ts";
import { recordRelease } from "./record.ts";
import { type Release, releaseTag } from "./release.ts";
import { planRollback, releaseNumber } from "./rollback.ts";

export interface RestoreRequest {
  environment: string;
  destination: Destination;
  /** Number of the release to return to; the one before by default. */
  to?: string;
}

/** What a rollback did. */
export interface Restored extends Promoted {
  /** Number of the release that it brought back. */
  restored: number;
  /** Services that it doesn't have: they stay as they are. */
  staying: string[];
}

/**
 * An environment gets the images of an earlier release back; it counts as a new one.
 *
 * @throws a `Failure`: 2 where there is no such release, 1 where one of its images is gone; nothing moved then.
 */
export async function restoreRelease(
  tools: PublishTools,
  { environment, destination, to }: RestoreRequest,
): Promise<Restored> {
  const { publisher } = tools;
  const find = (reference: string) => findRelease(publisher, destination, reference);
  const { newest: current } = await newest(tools, destination, environment);
  const [target] = await requireAll([to], (said) =>
    said === undefined ? before(current.release, find) : named(said, environment, find),
  );
  const { release } = target as KnownRelease;
  const { images, staying } = planRollback(current.release, release);
  await requireAll(images, (image) => mustBeThere(publisher, image));
  const moving = images.map((image) => ({ ...image, tags: { ...image.tags, immutable: [] } }));
  await putTags(publisher, moving);
  const record = () => recordRelease(tools, destination, environment, images, { restores: release.number });
  const [written] = await requireAll([destination], record);
  return { images, built: [], release: written as KnownRelease, restored: release.number, staying };
}

type Find = (reference: string) => Promise<KnownRelease | undefined>;

async function named(to: string, environment: string, find: Find): Promise<KnownRelease> {
  const number = releaseNumber(to, environment);
  if (!number) throw badInput(`--to ${to}: expected a release's number, such as 41 or ${environment}.41`);
  const found = await find(releaseTag(environment, number));
  if (!found) throw badInput(`there is no release ${releaseTag(environment, number)}`);
  return found;
}

/** The release before this one; a rollback counts as what it brought back, so that the next goes further. */
async function before(current: Release, find: Find): Promise<KnownRelease> {
  const { environment } = current;
  let effective = current;
  while (effective.restores) effective = (await named(String(effective.restores), environment, find)).release;
  const found = effective.previous && (await find(effective.previous));
  if (!found) throw badInput(`there is no release before ${releaseTag(environment, effective.number)}`);
  return found;
}

async function mustBeThere(
  publisher: Publisher,
  { repository, digest }: { repository: string; digest: string },
): Promise<void> {
  if (!(await publisher.digestOf(repository, digest)))
    throw new Failure(`${repository}@${digest} is no longer in the registry: nothing was moved`, {
      next: "choose another release with --to",
    });
}
