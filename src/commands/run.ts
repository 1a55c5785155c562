import type { Engine, Measured } from "../engine.ts";
import { EXIT, Failure, refuse } from "../failure.ts";
import { linterOf } from "../languages/language.ts";
import { languageNamed } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { fanOut } from "../pipeline/fan-out.ts";
import type { PlannedService, StageName } from "../pipeline/plan.ts";
import { overBudget } from "../policies/budget.ts";
import { exitCodeOf } from "../report/exit-code.ts";
import type { RunResult, ServiceResult } from "../report/result.ts";
import { rememberDone } from "./affected.ts";
import { callerCommand } from "./caller-command.ts";
import { choose } from "./choose.ts";
import { type Finished, finished, type Looking, measuredOf, share, toldOf } from "./finished.ts";
import type { OneOptions, RunOptions } from "./options.ts";
import { type Planned, prepare } from "./planning.ts";
import { type Repository, readRepository, serviceFailure } from "./repository.ts";
import { reproduce } from "./reproduce.ts";
import { builtResult, failedResult, isDone, skippedResult } from "./results.ts";
import { openSharedCache } from "./shared-cache.ts";
import { checkStart } from "./start-check.ts";
import { testsInFailure, testsOf } from "./test-cases.ts";
import { unknownPackage } from "./unknown-package.ts";

/** What a run does besides building. */
export interface Running<Image> extends Looking {
  /** Is given what each service left. */
  take?(planned: PlannedService, left: Finished<Image>): void;
}

/** `build-all`: the images of all services, or of those chosen. */
export async function buildAll(engine: Engine, options: RunOptions): Promise<RunResult> {
  const repository = await readRepository(engine);
  const services = await choose(engine, repository, options);
  const running = { shared: await openSharedCache(engine, options), wanted: false };
  const result = await runEach(engine, repository, services, options, "runtime", running);
  await rememberDone(engine, repository, services, result, options.environment);
  return result;
}

/** `test-all`: the tests of all services, or of those chosen. */
export async function testAll(engine: Engine, options: RunOptions): Promise<RunResult> {
  const repository = await readRepository(engine);
  const running = { shared: await openSharedCache(engine, options) };
  return runEach(engine, repository, await choose(engine, repository, options), options, "test", running);
}

/** The linters of all services that have one. */
export async function lintAll(engine: Engine, options: RunOptions): Promise<RunResult> {
  const repository = await readRepository(engine);
  const services = await choose(engine, repository, options);
  const linted = services.filter(
    (service) => serviceFailure(repository, service) || linterOf(languageNamed(service.language), service),
  );
  return runEach(engine, repository, linted, options, "lint", {
    shared: await openSharedCache(engine, options),
  });
}

/** The images of all services, or of those chosen, for whoever goes on with them. @param options.tested their tests come first. */
export async function chosenImages<Image>(
  engine: Engine<Image>,
  options: RunOptions & { tested: boolean },
): Promise<{ result: RunResult; images: Map<string, Image> }> {
  const images = new Map<string, Image>();
  const tests = options.tested ? await testAll(engine, options) : undefined;
  if (tests && !tests.services.every(isDone)) return { result: tests, images };
  const repository = await readRepository(engine);
  const services = await choose(engine, repository, options);
  const shared = await openSharedCache(engine, options);
  const take = ({ service }: PlannedService, { built }: Finished<Image>) =>
    void (built && images.set(service.name, built.image));
  return {
    result: await runEach(engine, repository, services, options, "runtime", { shared, take }),
    images,
  };
}

/** Each service says in its own error why it failed; only where a retry may mend all of it is that the end. */
export function runExitCode(result: RunResult): number {
  const code = exitCodeOf(result);
  return code === EXIT.done || code === EXIT.retry ? code : EXIT.service;
}

/**
 * Builds services up to a stage, several at once; a failing one stops no other but those that need it.
 *
 * @returns every service's result, in the order of their names, and how the run went.
 */
export async function runEach<Image>(
  engine: Engine<Image>,
  repository: Repository,
  services: Microservice[],
  options: RunOptions,
  stage: StageName,
  running: Running<Image> = {},
): Promise<RunResult> {
  const begun = Date.now();
  const { concurrency = engine.concurrency, failFast } = options;
  const { progress, signal, history } = engine;
  try {
    const plans = await prepare(engine, repository, services, options, stage);
    const expected = await history?.expected(services);
    const jobs = plans.map((one, at) => ({
      ...one,
      name: one.service.name,
      needs: one.service.needs,
      kind: one.service.language,
      expectedMs: expected?.[at],
    }));
    for (const { name } of jobs) progress.queued(name);
    const work = async (job: Planned) => {
      const { service } = job;
      progress.started(service.name);
      const result = await oneOf(engine, job, options, running);
      progress.ended(service.name, result);
      if (!result.error) return result;
      const again = reproduce(engine, service.name, stage, options);
      return { ...result, error: { ...result.error, reproduce: again } };
    };
    const { outcomes, observed } = await fanOut(jobs, work, {
      concurrency,
      failFast,
      signal,
      failed: ({ status }) => status === "failed",
      skipped: (name) => progress.ended(name, { status: "skipped" }),
    });
    const results = outcomes.map((outcome, at) =>
      "result" in outcome ? outcome.result : skippedResult(services[at] as Microservice, outcome.skipped),
    );
    if (stage === "runtime") running.shared?.rememberTimes(results);
    await Promise.all([history?.remember(results), running.shared?.settled()]);
    const cacheHits = results.filter(({ status }) => status === "cached").length;
    const run = { durationMs: Date.now() - begun, concurrency, observedConcurrency: observed, cacheHits };
    return { services: results, run };
  } finally {
    progress.done();
  }
}

/** Builds one plan; whatever fails becomes part of the result, so that it hides no other's. */
export async function oneOf<Image>(
  engine: Engine<Image>,
  { service, planned, failure }: Planned,
  { environment, unmeasured, noStartCheck }: Pick<OneOptions, "environment" | "unmeasured" | "noStartCheck">,
  running: Running<Image> = {},
): Promise<ServiceResult> {
  const begun = Date.now();
  try {
    if (failure) throw failure;
    const left = await finished(engine, planned, running);
    const isImage = planned.stage === "runtime" && !unmeasured;
    // Before its size: an image is recorded as built when that is asked. What is shared was looked at when it was built.
    const start =
      isImage && left.built && !left.entry
        ? await checkStart(engine, planned, left.built.image, { noStartCheck })
        : left.entry?.entry.start;
    const measured = isImage ? await heldToBudget(engine, planned, left) : undefined;
    const durationMs = Date.now() - begun;
    const { shared } = running;
    if (shared && !noStartCheck) await share(engine, planned, left, { shared, measured, durationMs, start });
    running.take?.(planned, left);
    return {
      ...builtResult(planned, await toldOf(engine, planned, left, shared), durationMs, measured),
      ...(await testsOf(planned, left)),
      start,
    };
  } catch (error) {
    // Whatever a killed command said of itself, that is why.
    const why = engine.signal?.aborted
      ? new Failure("interrupted")
      : (mistake(engine, service, error) ?? error);
    const tests = planned?.stage === "test" ? testsInFailure(error) : undefined;
    return failedResult(service, why, { environment, durationMs: Date.now() - begun, ...tests });
  }
}

/** What a step failed of that its service's descriptor says wrongly. */
function mistake(
  { snapshot }: Pick<Engine, "snapshot">,
  service: Microservice,
  error: unknown,
): Failure | undefined {
  return error instanceof Failure ? unknownPackage(snapshot, service, error.lines) : undefined;
}

async function heldToBudget<Image>(
  engine: Engine<Image>,
  { service }: PlannedService,
  left: Finished<Image>,
): Promise<Measured> {
  const measured = await measuredOf(engine, left);
  refuse(overBudget(service, measured, callerCommand(engine, `artifact --service ${service.name}`)));
  return measured;
}
