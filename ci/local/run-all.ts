import { availableParallelism, totalmem } from "node:os";
import type { Microservice } from "../../src/microservice.ts";
import { fanOut } from "../../src/pipeline/fan-out.ts";
import type { PlannedService, StageName } from "../../src/pipeline/plan.ts";
import { badInput, EXIT, Failure } from "../../src/report/failure.ts";
import type { RunResult, ServiceError, ServiceResult } from "../../src/report/result.ts";
import { type Fault, faultText } from "../../src/yaml/fault.ts";
import type { Values } from "./arguments.ts";
import type { Chosen } from "./chosen.ts";
import { expectedDurations, rememberDurations } from "./history.ts";
import { asFailure } from "./output/ending.ts";
import { attempt, unplanned } from "./output/results.ts";
import { type Prepared, planned } from "./prepare.ts";
import { reproduce } from "./reproduce.ts";

/** What is done for each service of a run. */
export type Work = (plan: PlannedService, prepared: Prepared) => Promise<ServiceResult>;

/**
 * Does the work for many services at once; a failing one stops no other but those that need it.
 *
 * @returns every service's result, in the order of their names, and how the run went.
 */
export async function runAll(
  values: Values,
  prepared: Prepared,
  { services, faults }: Chosen,
  stage: StageName,
  work: Work,
): Promise<RunResult> {
  const begun = Date.now();
  const concurrency = concurrencyOf(values);
  const expected = await expectedDurations(services);
  const { progress, signal } = prepared.tools;
  const jobs = services.map((service, at) => ({
    ...service,
    expectedMs: expected[at],
    kind: service.language,
  }));
  for (const { name } of jobs) progress.queued(name);
  const done = async (job: Microservice) => {
    progress.started(job.name);
    const own = faults.get(job.name);
    const result = own ? unplanned(job, faulty(own)) : await oneOf(prepared, job, stage, work);
    progress.ended(job.name, result);
    const error = signal?.aborted && result.error ? interrupted(job) : result.error;
    return error ? { ...result, error: { ...error, reproduce: reproduce(values, job.name, stage) } } : result;
  };
  const failed = ({ status }: ServiceResult) => status === "failed";
  const failFast = values["fail-fast"] === true;
  const onSkip = (name: string) => progress.ended(name, { status: "skipped" });
  const options = { concurrency, failFast, failed, skipped: onSkip, signal };
  const { outcomes, observed } = await fanOut(jobs, done, options);
  const results = outcomes.map((outcome, at) =>
    "result" in outcome ? outcome.result : skipped(services[at] as Microservice, outcome.skipped),
  );
  await rememberDurations(results);
  const cacheHits = results.filter(({ status }) => status === "cached").length;
  const run = { durationMs: Date.now() - begun, concurrency, observedConcurrency: observed, cacheHits };
  return { services: results, run };
}

/** A service that can't even be planned fails alone, too. */
async function oneOf(
  prepared: Prepared,
  service: Microservice,
  stage: StageName,
  work: Work,
): Promise<ServiceResult> {
  let plan: PlannedService;
  try {
    plan = planned(prepared, service, stage);
  } catch (error) {
    return unplanned(service, asFailure(error));
  }
  return attempt(plan, () => work(plan, prepared));
}

/** Whatever a killed command said of itself, this is why. */
function interrupted({ name }: Microservice): ServiceError {
  return { message: `${name}: interrupted`, exitCode: EXIT.service, lines: [] };
}

/** What is wrong with a service's own files: found before any step ran. */
function faulty(faults: Fault[]): Failure {
  const [first = "", ...more] = faults.map(faultText);
  return new Failure(first, { exitCode: EXIT.input, lines: more });
}

function skipped({ name, path, language, version }: Microservice, reason: string): ServiceResult {
  const error = { message: `${name}: skipped: ${reason}`, exitCode: 1, lines: [] };
  return { name, path, language, version, status: "skipped", error };
}

/** A build is busy with one core and with about 2 GB. */
const BYTES_A_BUILD = 2e9;

/** As asked with `--concurrency`; by default what cores and memory allow. */
export function concurrencyOf({ concurrency }: Values): number {
  if (concurrency === undefined)
    return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / BYTES_A_BUILD)));
  const count = Number(concurrency);
  if (!Number.isInteger(count) || count < 1)
    throw badInput(`--concurrency ${concurrency}: expected a whole number from 1`);
  return count;
}
