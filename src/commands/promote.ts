import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import { destinationOf, settingsIn } from "../publish/destination-plan.ts";
import { SETTINGS_FILE, templatesOf } from "../publish/settings.ts";
import { type EnvironmentChange, environmentChange } from "../release/environment-change.ts";
import { promoteRelease } from "../release/promote.ts";
import { finishAll } from "../release/publish.ts";
import type { ReleasedImage } from "../release/release.ts";
import { restoreRelease } from "../release/restore.ts";
import { build, builtIn } from "./build.ts";
import type { PublishOptions } from "./options.ts";
import { openPublishing, publishable } from "./publish.ts";
import { publisherFor } from "./registry.ts";

export interface PromoteOptions extends Omit<PublishOptions, "environment"> {
  from: string;
  to: string;
  /** Only this service. */
  service?: string;
  /** Build services anew that declare differences. */
  build?: boolean;
}

/** `promote`: an environment's images become another's, by digest; nothing is built or uploaded. */
export async function promote<Image>(
  engine: Engine<Image>,
  options: PromoteOptions,
): Promise<EnvironmentChange> {
  const settings = settingsIn(engine.snapshot.text(SETTINGS_FILE));
  const { from, to, registry } = options;
  const origin = destinationOf(registry, settings, from);
  const destination = destinationOf(registry, settings, to);
  const publisher = await publisherFor(engine, [origin.host, destination.host]);
  const request = { ...options, origin, destination, templates: templatesOf(settings) };
  const { images, built, release } = await promoteRelease(
    { publisher, blobs: engine.blobs },
    request,
    engine.progress.note,
    (differing) => buildFor(engine, { ...options, environment: to }, differing),
  );
  await engine.keepRelease?.(destination, release);
  return environmentChange(release, images, ({ service }) =>
    built.includes(service) ? `built for ${to}` : `from ${from}`,
  );
}

export interface RollbackOptions {
  environment: string;
  /** Release to return to; the one before by default. */
  to?: string;
  registry?: string;
}

/** `rollback`: an environment gets the images of an earlier release back; it counts as a new one. */
export async function rollback(
  engine: Engine,
  { environment, to, registry }: RollbackOptions,
): Promise<EnvironmentChange> {
  const settings = settingsIn(engine.snapshot.text(SETTINGS_FILE));
  const destination = destinationOf(registry, settings, environment);
  const tools = { publisher: await publisherFor(engine, [destination.host]), blobs: engine.blobs };
  const done = await restoreRelease(tools, { environment, destination, to });
  const { release, images, restored, staying } = done;
  for (const name of staying) engine.progress.note(`${name} stays: release ${restored} has none`);
  await engine.keepRelease?.(destination, release);
  return environmentChange(release, images, () => `from release ${restored}`);
}

/** Builds what can't be promoted by digest, from the same revision. */
async function buildFor<Image>(
  engine: Engine<Image>,
  options: PublishOptions,
  images: ReleasedImage[],
): Promise<ReleasedImage[]> {
  const { checkout } = await engine.sources();
  const other = images.find(({ revision }) => revision !== checkout?.revision);
  if (other)
    throw badInput(
      `--build: ${other.service} was built from ${other.revision}, and the sources are of ${checkout?.revision ?? "an unknown revision"}`,
      `git checkout ${other.revision}`,
    );
  if (checkout?.dirty)
    throw badInput("--build: there are changes that are not committed", "commit or stash them");
  const names = images.map(({ service }) => service);
  const publishing = await openPublishing(engine, names, options);
  const finished: ReleasedImage[] = [];
  for (const { service, version } of images) {
    const one = await build(engine, { ...options, service });
    const image = await publishable(engine, one.planned, builtIn(one));
    const asked = { ...publishing.asked, version: publishing.asked.version ?? version };
    finished.push(...(await finishAll([image], { ...publishing, asked })));
  }
  return finished;
}
