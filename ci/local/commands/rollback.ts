import type { Destination } from "../../../src/publish/reference.ts";
import type { Release } from "../../../src/release/release.ts";
import { releaseTag } from "../../../src/release/release.ts";
import { planRollback, releaseNumber } from "../../../src/release/rollback.ts";
import type { Values } from "../arguments.ts";
import { badInput, Failure } from "../failures.ts";
import type { Output } from "../prepare.ts";
import { destinationFor, openPublisher, readSettings } from "../publish/open.ts";
import { putTags } from "../publish/place.ts";
import { forAll } from "../publish/pool.ts";
import type { Publisher } from "../publish/publisher.ts";
import { findRelease, type KnownRelease, recordRelease } from "../publish/releases.ts";
import { readSource } from "../source.ts";
import { newest, told } from "./promote.ts";

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** `rollback`: an environment gets the images of an earlier release back; it counts as a new one. */
export async function rollback(values: Values): Promise<Output> {
  const environment = String(values.environment);
  const source = await readSource(String(values.source ?? "."));
  const destination = destinationFor(values, readSettings(source), environment);
  const publisher = await openPublisher(values, note);
  const find = (reference: string) => findRelease(publisher, destination, reference);
  const current = await newest(publisher, environment, () => find(environment));
  const [target] = await forAll([values.to as string | undefined], (to) =>
    to === undefined ? before(current.release, find) : named(to, environment, find),
  );
  const { release } = target as KnownRelease;
  const { images, staying } = planRollback(current.release, release);
  for (const name of staying) note(`${name} stays: release ${release.number} has none`);
  await forAll(images, (image) => mustBeThere(publisher, image));
  const moving = images.map((image) => ({ ...image, tags: { ...image.tags, immutable: [] } }));
  await putTags(publisher, moving);
  const record = (to: Destination) => recordRelease(publisher, to, environment, images, release.number);
  const [written] = await forAll([destination], record);
  return told(written as KnownRelease, images, () => `from release ${release.number}`);
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
  const { environment, restores } = current;
  const effective = restores ? (await named(String(restores), environment, find)).release : current;
  const found = effective.previous && (await find(effective.previous));
  if (!found) throw badInput(`there is no release before ${releaseTag(environment, effective.number)}`);
  return found;
}

async function mustBeThere(
  publisher: Publisher,
  { repository, digest }: { repository: string; digest: string },
) {
  if (!(await publisher.digestOf(repository, digest)))
    throw new Failure(`${repository}@${digest} is no longer in the registry: nothing was moved`, {
      next: "choose another release with --to",
    });
}
