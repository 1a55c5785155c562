import type { Container } from "@dagger.io/dagger";
import { select } from "../pipeline/select.ts";
import { type PublishableImage, type Publishing, publishImages } from "../publish/publish-images.ts";
import { unpublished, withPublished } from "../publish/result.ts";
import { Failure } from "../report/failure.ts";
import type { RunResult } from "../report/result.ts";
import { built } from "./build.ts";
import { failureText } from "./ends.ts";
import { type EngineTools, openPublishing, originOf, type PublishOptions, publishable } from "./publish.ts";
import { PublishReport } from "./publish-report.ts";
import { publishedRelease } from "./published.ts";
import { allServices, type Repository } from "./repository.ts";
import { type RunOptions, reported, runEach, sizesOf } from "./run.ts";

export interface PublishAllOptions extends RunOptions, PublishOptions {
  /** Publish what could be built, whatever becomes of the others. */
  independent?: boolean;
}

/**
 * Builds the chosen services and publishes them together: no tag moves until every image is up.
 *
 * @throws what is wrong with the call, before anything is built; what fails later is told in the report.
 */
export async function publishServices(
  repository: Repository,
  options: PublishAllOptions,
): Promise<PublishReport> {
  const present = allServices(repository);
  const services = select(present, options);
  const all = services.length === present.length ? services.map(({ name }) => name) : undefined;
  const publishing = { ...(await openPublishing(repository, services, options)), all };
  const images = new Map<string, Container>();
  const result = await runEach(repository, options, async (service) => {
    const image = await built(repository, service, options);
    images.set(service.name, image);
    return sizesOf(service, image);
  });
  const failed = result.services.some(({ error }) => error);
  if (failed && !options.independent) return reportOf(result, ["nothing was published"]);
  const kept: PublishableImage[] = [];
  for (const service of services) {
    const image = images.get(service.name);
    if (image) kept.push(await publishable(repository, service, image, { ...publishing, options }));
  }
  return published(kept, publishing, result, options.independent);
}

async function published(
  images: PublishableImage[],
  publishing: Publishing & EngineTools,
  result: RunResult,
  independent?: boolean,
): Promise<PublishReport> {
  try {
    const done = await publishImages(images, publishing, { independent });
    const report = reportOf(withPublished(result, done));
    const { release, uploaded } = done;
    const releases = release ? [publishedRelease(release, done.images, originOf(uploaded))] : [];
    return Object.assign(report, { releases });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const report = reportOf(unpublished(result, error));
    return Object.assign(report, { failures: [failureText(error)] });
  }
}

/** @param failures those of the run as a whole. */
function reportOf(result: RunResult, failures: string[] = []): PublishReport {
  const report = reported(result, "publish");
  const all = [...report.failures, ...failures];
  return Object.assign(new PublishReport(), report, { failures: all, passed: !all.length, releases: [] });
}
