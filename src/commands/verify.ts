import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import type { Microservice } from "../microservice.ts";
import type { RunResult, ServiceResult } from "../report/result.ts";
import { rememberDone } from "./affected.ts";
import { type Asked, askImages } from "./ask-images.ts";
import { choose } from "./choose.ts";
import type { OneOptions, RunOptions } from "./options.ts";
import { pickService, type Repository, readRepository } from "./repository.ts";
import { reproduce } from "./reproduce.ts";
import { isDone } from "./results.ts";
import { runEach } from "./run.ts";
import { openSharedCache } from "./shared-cache.ts";

/**
 * `verify-all`: builds images, starts each as it would run, and asks it what its service expects. One without
 * expectations must listen on its port; one without a port has nothing that could be asked.
 *
 * @throws a `Failure` (exit 2) where the engine starts no images.
 */
export async function verifyAll<Image>(engine: Engine<Image>, options: RunOptions): Promise<RunResult> {
  const repository = await readRepository(engine);
  const services = await choose(engine, repository, options);
  return verifyThese(engine, repository, services, options);
}

/** `verify`: the same for one service. */
export async function verify<Image>(engine: Engine<Image>, options: OneOptions): Promise<RunResult> {
  const repository = await readRepository(engine);
  const service = pickService(repository, options.service, engine.standing);
  return verifyThese(engine, repository, [service], options);
}

/**
 * `build-all --check`: the images of all services, or of those chosen; those whose services say `expect` are started and
 * asked.
 *
 * @throws a `Failure` (exit 2) where there are such, and the engine starts no images.
 */
export async function buildAllChecked<Image>(engine: Engine<Image>, options: RunOptions): Promise<RunResult> {
  const repository = await readRepository(engine);
  const services = await choose(engine, repository, options);
  const result = await builtAndAsked(engine, repository, services, options, saysWhatItAnswers);
  await rememberDone(engine, repository, services, result, options.environment);
  return result;
}

const saysWhatItAnswers = ({ expect }: Microservice) => expect.length > 0;
const hasPort = (service: Microservice) => service.port !== undefined || saysWhatItAnswers(service);

/** What was started now is done now, wherever its image came from. */
async function verifyThese<Image>(
  engine: Engine<Image>,
  repository: Repository,
  services: Microservice[],
  options: RunOptions,
): Promise<RunResult> {
  const run = await builtAndAsked(engine, repository, services, options, hasPort);
  const verified = (result: ServiceResult): ServiceResult =>
    result.answers === undefined ? result : { ...result, status: "built" };
  return { ...run, services: run.services.map(verified) };
}

/** @param isAsked which images are started. */
async function builtAndAsked<Image>(
  engine: Engine<Image>,
  repository: Repository,
  services: Microservice[],
  options: RunOptions,
  isAsked: (service: Microservice) => boolean,
): Promise<RunResult> {
  const { running } = engine;
  if (!running && services.some(isAsked))
    throw badInput("this engine starts no images", "--engine docker or buildah");
  const shared = await openSharedCache(engine, options);
  const images = new Map<string, Omit<Asked<Image>, "result">>();
  const built = await runEach(engine, repository, services, options, "runtime", {
    shared,
    wanted: services.some(isAsked),
    take: ({ service }, { built: left }) =>
      void (left && isAsked(service) && images.set(service.name, { service, image: left.image })),
  });
  if (!running) return built;
  const asked = built.services.flatMap((result) => {
    const image = images.get(result.name);
    return image && isDone(result) ? [{ ...image, result }] : [];
  });
  const begun = Date.now();
  const answered = await askImages(engine, running, asked, options);
  const results = built.services.map((result) => {
    const { error, ...one } = answered.get(result.name) ?? result;
    if (!error || error === result.error) return { ...one, error };
    return { ...one, error: { ...error, reproduce: reproduce(engine, result.name, "verify", options) } };
  });
  const run = built.run && { ...built.run, durationMs: built.run.durationMs + Date.now() - begun };
  return { ...built, run, services: results };
}
