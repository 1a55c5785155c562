import {
  type PublishableImage,
  type Published,
  type Publishing,
  publishImages,
} from "../../../src/publish/publish-images.ts";
import { unpublished, withPublished } from "../../../src/publish/result.ts";
import { differencesOf } from "../../../src/release/differences.ts";
import { exitCodeOf } from "../../../src/report/exit-code.ts";
import { Failure } from "../../../src/report/failure.ts";
import type { RunResult, ServiceResult } from "../../../src/report/result.ts";
import { columns } from "../../../src/report/text.ts";
import type { Values } from "../arguments.ts";
import { buildService } from "../build-service.ts";
import { failureText } from "../output/ending.ts";
import { writeReports } from "../output/reports.ts";
import { attempt } from "../output/results.ts";
import { type Output, type Prepared, planned, prepareFor } from "../prepare.ts";
import { keepRelease } from "../publish/keep.ts";
import { openPublishing } from "../publish/open.ts";
import { openSession, pickService, type Session } from "../session.ts";
import { openRun, runChosen } from "./all.ts";

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** `publish`: builds a service's image and publishes it: by digest, then by its tags. */
export async function publish(values: Values): Promise<Output> {
  const session = await openSession(values);
  const service = pickService(session, values.service);
  const publishing = await openPublishing(values, session.source, [service.name], note);
  const prepared = await prepareFor(values, session, [service]);
  const plan = planned(prepared, service, "runtime");
  const result = await attempt(plan, () => buildService(plan, prepared.tools));
  prepared.tools.progress.done();
  return reported(values, await finished({ services: [result] }, prepared, publishing));
}

/** `publish-all`: the same for all services, or those chosen; no tag moves until every image is up. */
export async function publishAll(values: Values): Promise<Output> {
  const run = await openRun(values);
  const { session, services, faults } = run;
  const names = services.map(({ name }) => name);
  const complete = names.length === session.services.length && !faults.size;
  const opened = await openPublishing(values, session.source, names, note);
  const publishing = { ...opened, all: complete ? names : undefined };
  const { prepared, result } = await runChosen(values, run, "runtime", (plan, { tools }) =>
    buildService(plan, tools),
  );
  return reported(values, await finished(result, prepared, publishing, values.independent === true));
}

async function reported(values: Values, ended: Ended): Promise<Output> {
  await writeReports(values, ended.data, "publish");
  return ended;
}

/** What `--json` prints is what reports tell. */
type Ended = Output & { data: RunResult };

/** Publishes what was built, and says how all of it went. */
async function finished(
  result: RunResult,
  { session }: Prepared,
  publishing: Publishing,
  independent = false,
): Promise<Ended> {
  const failures = result.services.flatMap(({ error }) => (error ? [failureText(error)] : []));
  if (failures.length) note(failures.join("\n"));
  if (failures.length && !independent) {
    note("nothing was published: --independent publishes what could be built");
    return { text: "", data: result, exitCode: exitCodeOf(result) };
  }
  const built = result.services.filter(({ status }) => status === "built" || status === "cached");
  try {
    const images = built.map((one) => publishable(one, session, publishing));
    const published = await publishImages(images, publishing, { independent });
    if (published.release) await keepRelease(publishing.destination, published.release);
    return told(published, result);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    note(failureText(error));
    return { text: "", data: unpublished(result, error), exitCode: error.exitCode };
  }
}

/** What a publish needs to know of a built service. */
export function publishable(
  { name, digest = "", stages = [] }: ServiceResult,
  { services }: Session,
  { asked }: Publishing,
): PublishableImage {
  const service = services.find((one) => one.name === name);
  return {
    service: name,
    digest,
    base: stages.at(-1)?.base,
    differences: service ? differencesOf(service, asked.environment) : {},
  };
}

function told({ images, failed, uploaded, release }: Published, result: RunResult): Ended {
  for (const { failure } of failed) note(failureText(failure));
  const data = withPublished(result, { images, failed, release });
  const rows = images.map(({ service, repository, digest, tags }) => [
    service,
    uploaded.includes(service) ? "uploaded" : "was there",
    [...tags.immutable, ...tags.moving].join(" "),
    `${repository}@${digest}`,
  ]);
  const { environment, number } = release?.release ?? {};
  const text = [columns(rows), ...(release ? [`release ${environment}.${number}`] : [])].join("\n");
  return { text, data, exitCode: exitCodeOf(data) };
}
