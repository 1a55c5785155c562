import type { Container } from "@dagger.io/dagger";
import type { Microservice } from "../microservice.ts";
import { fanOut } from "../pipeline/fan-out.ts";
import { select } from "../pipeline/select.ts";
import { built } from "./build.ts";
import { type PublishOptions, publicationOf, publishMoving, publishStaying } from "./publish.ts";
import type { PublishedImage } from "./published.ts";
import { allServices, type Repository } from "./repository.ts";
import type { RunOptions } from "./run.ts";

export interface PublishAllOptions extends RunOptions, PublishOptions {
  /** Publish what could be built, whatever becomes of the others. */
  independent?: boolean;
}

/**
 * Builds the chosen services, publishes their images under tags that stay, and only when all are up moves
 * the tags that move.
 *
 * @throws with every failure: before anything is published, unless services are independent.
 */
export async function publishServices(
  repository: Repository,
  options: PublishAllOptions,
): Promise<PublishedImage[]> {
  const { concurrency = 4, failFast, independent } = options;
  const services = select(allServices(repository), options);
  const plans = await Promise.all(services.map((service) => publicationOf(repository, service, options)));
  const work = (service: Microservice): Promise<Container | Error> =>
    built(repository, service, options).catch((error: Error) => error);
  const failed = (result: Container | Error) => result instanceof Error;
  const { outcomes } = await fanOut(services, work, { concurrency, failFast, failed });
  const images = outcomes.map((outcome) =>
    "result" in outcome ? outcome.result : new Error(outcome.skipped),
  );
  const failures = images.flatMap((image) => (image instanceof Error ? [image.message] : []));
  if (failures.length && !independent) throw new Error([...failures, "nothing was published"].join("\n\n"));
  const up: [PublishedImage, number][] = [];
  for (const [at, image] of images.entries()) {
    const plan = plans[at];
    if (plan && !(image instanceof Error)) up.push([await publishStaying(image, plan, options), at]);
  }
  const published: PublishedImage[] = [];
  for (const [image, at] of up) published.push(await publishMoving(image, plans[at] as never, options));
  if (failures.length) throw new Error(failures.join("\n\n"));
  return published;
}
