import type { Engine, StartedImage } from "../engine.ts";
import { badInput, EXIT, Failure } from "../failure.ts";
import type { Expectation, Microservice } from "../microservice.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import { unmet } from "../policies/expectations.ts";
import type { RunResult, ServiceResult } from "../report/result.ts";
import { choose } from "./choose.ts";
import type { OneOptions, RunOptions } from "./options.ts";
import { pickService, readRepository } from "./repository.ts";
import { failedResult } from "./results.ts";
import { isDone, runEach } from "./run.ts";

/** Longest that an image may take until it listens, milliseconds. */
const PATIENCE = 60_000;

/** Lines of what an image printed that are shown where it fails. */
const MOST_LINES = 20;

/**
 * `verify-all`: builds images, starts each as it would run, and asks it what its service expects. One without
 * expectations must listen on its port; one without a port has nothing that could be asked.
 *
 * @throws a `Failure` (exit 2) where the engine starts no images.
 */
export async function verifyAll<Image>(engine: Engine<Image>, options: RunOptions): Promise<RunResult> {
  const repository = await readRepository(engine);
  return verifyThese(engine, repository, await choose(engine, repository, options), options);
}

/** `verify`: the same for one service. */
export async function verify<Image>(engine: Engine<Image>, options: OneOptions): Promise<RunResult> {
  const repository = await readRepository(engine);
  return verifyThese(
    engine,
    repository,
    [pickService(repository, options.service, engine.standing)],
    options,
  );
}

async function verifyThese<Image>(
  engine: Engine<Image>,
  repository: Awaited<ReturnType<typeof readRepository>>,
  services: Microservice[],
  options: RunOptions,
): Promise<RunResult> {
  const { running } = engine;
  if (!running) throw badInput("this engine starts no images", "--engine docker or buildah");
  const images = new Map<string, { planned: PlannedService; image: Image }>();
  const built = await runEach(engine, repository, services, options, "runtime", {
    wanted: true,
    take: (planned, { built: left }) =>
      void (left && images.set(planned.service.name, { planned, image: left.image })),
  });
  const results: ServiceResult[] = [];
  // One after another: programs that listen where they please would take each other's port.
  for (const result of built.services) {
    const one = images.get(result.name);
    results.push(one && isDone(result) ? await verified(running, one, result) : result);
  }
  return { ...built, services: results };
}

async function verified<Image>(
  running: NonNullable<Engine<Image>["running"]>,
  { planned: { service }, image }: { planned: PlannedService; image: Image },
  result: ServiceResult,
): Promise<ServiceResult> {
  if (service.port === undefined && !service.expect.length) return result;
  try {
    const started = await running.start(image, { port: service.port, patience: PATIENCE });
    try {
      await asked(service, started);
    } finally {
      await started.stop();
    }
    return { ...result, status: "built" };
  } catch (error) {
    return failedResult(service, error, { environment: result.environment, durationMs: result.durationMs });
  }
}

/** @throws a `Failure` with what is missing, and the last lines that the image printed. */
async function asked({ expect }: Microservice, started: StartedImage): Promise<void> {
  const wrong: string[] = [];
  for (const expectation of expect) wrong.push(...(await missing(expectation, started)));
  if (wrong.length) throw unlike(wrong, started);
}

async function missing(expectation: Expectation, started: StartedImage): Promise<string[]> {
  try {
    return unmet(expectation, await started.ask(expectation));
  } catch (error) {
    return [(error as Error).message];
  }
}

function unlike([first = "", ...more]: string[], started: StartedImage): Failure {
  const log = started.lines().slice(-MOST_LINES);
  const lines = [...more, ...(log.length ? ["what it printed:", ...log.map((line) => `  ${line}`)] : [])];
  return new Failure(first, { exitCode: EXIT.service, lines });
}
