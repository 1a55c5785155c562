import { templatesOf } from "../../../src/publish/settings.ts";
import { planPromotion } from "../../../src/release/promotion.ts";
import type { Release, ReleasedImage } from "../../../src/release/release.ts";
import { columns } from "../../../src/report/text.ts";
import type { Values } from "../arguments.ts";
import { buildService } from "../build-service.ts";
import { badInput, Failure } from "../failures.ts";
import { type Output, planned, prepareFor } from "../prepare.ts";
import { readCheckout } from "../publish/checkout.ts";
import {
  checked,
  destinationFor,
  openPublisher,
  openPublishing,
  readSettings,
  refuse,
} from "../publish/open.ts";
import { bringUp, putTags, refuseTaken } from "../publish/place.ts";
import { forAll } from "../publish/pool.ts";
import { finishAll } from "../publish/publish-images.ts";
import type { Publisher } from "../publish/publisher.ts";
import { findRelease, type KnownRelease, recordRelease } from "../publish/releases.ts";
import { openSession, pickService } from "../session.ts";
import { readSource } from "../source.ts";
import { publishable } from "./publish.ts";

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** `promote`: an environment's images become another's, by digest; nothing is built or uploaded. */
export async function promote(values: Values): Promise<Output> {
  const [from, to] = [String(values.from), String(values.to)];
  if (from === to) throw badInput(`--from and --to are both ${from}`);
  const source = await readSource(String(values.source ?? "."));
  const settings = readSettings(source);
  const origin = destinationFor(values, settings, from);
  const destination = destinationFor(values, settings, to);
  const publisher = await openPublisher(values, note);
  const current = await newest(publisher, from, () => findRelease(publisher, origin, from));
  const plan = checked(() =>
    planPromotion(current.release, to, destination, {
      service: values.service as string | undefined,
      version: values.version as string | undefined,
      revision: values.revision as string | undefined,
      build: values.build === true,
      latest: values.latest === true,
      templates: templatesOf(settings),
    }),
  );
  if (!("move" in plan)) return refuse(plan) as never;
  const built = plan.build.length ? await buildFor(to, plan.build, values) : [];
  const moved = plan.move.map((move) => move.to);
  const images = [...moved, ...built];
  await refuseTaken(publisher, images);
  await forAll(plan.move, (move) => carry(publisher, move.from, move.to));
  await forAll(built, (image) => bringUp(publisher, image));
  await putTags(publisher, images);
  const [release] = await forAll([to], () => recordRelease(publisher, destination, to, images));
  return told(release as KnownRelease, images, (image) =>
    built.includes(image) ? `built for ${to}` : `from ${from}`,
  );
}

/** The image must be there; where environments have registries of their own it is copied, digest and all. */
async function carry(publisher: Publisher, from: ReleasedImage, to: ReleasedImage): Promise<void> {
  if (await publisher.digestOf(to.repository, to.digest)) return;
  if (from.repository === to.repository) throw missing(from);
  note(`${to.service}: copying ${from.digest} to ${to.repository}`);
  await publisher.copy(from.repository, to.repository, to.digest);
  await publisher.verify(to.repository, to.digest);
}

function missing({ repository, digest }: ReleasedImage): Failure {
  return new Failure(`${repository}@${digest} is no longer in the registry`, { next: "publish it again" });
}

/** Builds what can't be promoted by digest, from the same revision. */
async function buildFor(
  environment: string,
  images: ReleasedImage[],
  values: Values,
): Promise<ReleasedImage[]> {
  const session = await openSession({ ...values, environment });
  const services = images.map(({ service }) => pickService(session, service));
  const checkout = await readCheckout(session.source.root);
  const other = images.find(({ revision }) => revision !== checkout?.revision);
  if (other)
    throw badInput(
      `--build: ${other.service} was built from ${other.revision}, and the sources are of ${checkout?.revision ?? "an unknown revision"}`,
      `git checkout ${other.revision}`,
    );
  if (checkout?.dirty)
    throw badInput("--build: there are changes that are not committed", "commit or stash them");
  const asked = { ...values, environment };
  const names = services.map(({ name }) => name);
  const publishing = await openPublishing(asked, session.source, names, note);
  const prepared = await prepareFor(values, session, services);
  const finished: ReleasedImage[] = [];
  for (const [at, service] of services.entries()) {
    const result = await buildService(planned(prepared, service, "runtime"), prepared.tools);
    const version = publishing.asked.version ?? images[at]?.version;
    const own = { ...publishing, asked: { ...publishing.asked, version } };
    finished.push(...(await finishAll([publishable(result, session, own)], own)));
  }
  prepared.tools.progress.done();
  return finished;
}

/** The release to start from. @throws a `Failure` (exit 2) where there is none. */
export async function newest(
  publisher: Publisher,
  environment: string,
  find: () => Promise<KnownRelease | undefined>,
): Promise<KnownRelease> {
  const [found] = await forAll([publisher], find);
  if (!found)
    throw badInput(`nothing was published to ${environment} yet`, `publish --environment ${environment}`);
  return found;
}

/** What an environment has now. */
export function told(
  { release, digest }: { release: Release; digest: string },
  images: ReleasedImage[],
  how: (image: ReleasedImage) => string,
): Output {
  const { environment, number } = release;
  const rows = images.map((image) => [
    image.service,
    how(image),
    [...image.tags.immutable, ...image.tags.moving].join(" "),
    `${image.repository}@${image.digest}`,
  ]);
  const data = { images, release: { environment, number, digest } };
  return { text: `${columns(rows)}\nrelease ${environment}.${number}`, data };
}
