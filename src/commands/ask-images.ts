import type { Engine, Running, StartedImage } from "../engine.ts";
import { EXIT, Failure } from "../failure.ts";
import type { Expectation, Microservice } from "../microservice.ts";
import { fanOut } from "../pipeline/fan-out.ts";
import { unmet } from "../policies/expectations.ts";
import type { ServiceResult } from "../report/result.ts";
import type { RunOptions } from "./options.ts";
import { failedResult, skippedResult } from "./results.ts";

/** Longest that an image may take until it listens, milliseconds. */
const PATIENCE = 60_000;

/** Lines of what an image printed that are shown where it fails. */
const MOST_LINES = 20;

/** A built image that is to be asked. */
export interface Asked<Image> {
  service: Microservice;
  image: Image;
  /** How its build went. */
  result: ServiceResult;
}

/**
 * Starts images, several at once, and asks each what its service expects.
 *
 * @returns the results of the asked ones, by name.
 */
export async function askImages<Image>(
  engine: Engine<Image>,
  running: Running<Image>,
  asked: Asked<Image>[],
  { concurrency = engine.concurrency, failFast }: Pick<RunOptions, "concurrency" | "failFast">,
): Promise<Map<string, ServiceResult>> {
  const { signal } = engine;
  const hasFailed = (results: ServiceResult[]) => results.some(({ status }) => status === "failed");
  const inTurn = async ({ members }: PortGroup<Image>) => {
    const results: ServiceResult[] = [];
    for (const one of members) {
      const skip = signal?.aborted
        ? "interrupted"
        : failFast && hasFailed(results) && "another service failed";
      results.push(skip ? skippedResult(one.service, skip) : await askOne(engine, running, one));
    }
    return results;
  };
  const groups = byPort(asked);
  const { outcomes } = await fanOut(groups, inTurn, { concurrency, failFast, signal, failed: hasFailed });
  const results = outcomes.flatMap((outcome, at) =>
    "result" in outcome
      ? outcome.result
      : (groups[at]?.members ?? []).map(({ service }) => skippedResult(service, outcome.skipped)),
  );
  return new Map(results.map((result) => [result.name, result]));
}

/** Images of one port are started one after another: a program may listen nowhere else, whatever `PORT` says. */
interface PortGroup<Image> {
  name: string;
  needs: string[];
  members: Asked<Image>[];
}

function byPort<Image>(asked: Asked<Image>[]): PortGroup<Image>[] {
  const groups = new Map<string, Asked<Image>[]>();
  for (const one of asked) {
    const name = String(one.service.port ?? "none");
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups].map(([name, members]) => ({ name, needs: [], members }));
}

async function askOne<Image>(
  { progress }: Engine<Image>,
  running: Running<Image>,
  { service, image, result }: Asked<Image>,
): Promise<ServiceResult> {
  progress.note(`${service.name}  is started, and asked`);
  try {
    const started = await running.start(image, { port: service.port, patience: PATIENCE });
    try {
      await refuseUnmet(service, started);
    } finally {
      await started.stop();
    }
    return { ...result, answers: service.expect.length };
  } catch (error) {
    return failedResult(service, error, { environment: result.environment, durationMs: result.durationMs });
  }
}

/** @throws a `Failure` with what is missing, and the last lines that the image printed. */
async function refuseUnmet({ expect }: Microservice, started: StartedImage): Promise<void> {
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
