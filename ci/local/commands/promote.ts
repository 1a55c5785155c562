import { destinationOf } from "../../../src/publish/decide.ts";
import { finishAll } from "../../../src/publish/publish-images.ts";
import { templatesOf } from "../../../src/publish/settings.ts";
import { promoteRelease } from "../../../src/release/promote.ts";
import type { Release, ReleasedImage } from "../../../src/release/release.ts";
import { badInput } from "../../../src/report/failure.ts";
import { columns } from "../../../src/report/text.ts";
import type { Values } from "../arguments.ts";
import { buildService } from "../build-service.ts";
import { type Output, planned, prepareFor } from "../prepare.ts";
import { readCheckout } from "../publish/checkout.ts";
import { keepRelease } from "../publish/keep.ts";
import { openPublishing, openTools, readSettings } from "../publish/open.ts";
import { openSession, pickService } from "../session.ts";
import { readSource } from "../source/source.ts";
import { publishable } from "./publish.ts";

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** `promote`: an environment's images become another's, by digest; nothing is built or uploaded. */
export async function promote(values: Values): Promise<Output> {
  const [from, to] = [String(values.from), String(values.to)];
  const settings = readSettings(await readSource(String(values.source ?? ".")));
  const registry = values.registry as string | undefined;
  const origin = destinationOf(registry, settings, from);
  const destination = destinationOf(registry, settings, to);
  const request = {
    ...{ from, to, origin, destination },
    service: values.service as string | undefined,
    version: values.version as string | undefined,
    revision: values.revision as string | undefined,
    build: values.build === true,
    latest: values.latest === true,
    templates: templatesOf(settings),
  };
  const tools = await openTools(values, note);
  const buildAnew = (images: ReleasedImage[]) => buildFor(to, images, values);
  const { images, built, release } = await promoteRelease(tools, request, note, buildAnew);
  await keepRelease(destination, release);
  return told(release, images, ({ service }) =>
    built.includes(service) ? `built for ${to}` : `from ${from}`,
  );
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
