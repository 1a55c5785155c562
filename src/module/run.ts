import { type Container, dag } from "@dagger.io/dagger";
import type { Microservice } from "../microservice.ts";
import { fanOut } from "../pipeline/fan-out.ts";
import type { StageName } from "../pipeline/plan.ts";
import { type Choice, select } from "../pipeline/select.ts";
import { EXIT } from "../report/failure.ts";
import { junit } from "../report/junit.ts";
import type { RunResult, ServiceResult } from "../report/result.ts";
import { runTable } from "../report/table.ts";
import { worthRetrying } from "../report/worth-retrying.ts";
import { type BuildOptions, built } from "./build.ts";
import { CONCURRENCY } from "./each.ts";
import { OverBudget, uncompressedBytes } from "./measure.ts";
import { allServices, type Repository } from "./repository.ts";
import { RunReport } from "./run-report.ts";

/** Which services a run is about, and how it goes. */
export interface RunOptions extends BuildOptions, Choice {
  /** Most services at once; an engine itself has no limit. */
  concurrency?: number;
  failFast?: boolean;
}

/** Builds many services up to a stage in one go; a failing one stops no other but those that need it. */
export async function runAll(
  repository: Repository,
  options: RunOptions,
  stage: StageName,
): Promise<RunReport> {
  const result = await runEach(repository, options, async (service) => {
    const image = await built(repository, service, options, stage);
    return stage === "runtime" ? sizesOf(service, image) : {};
  });
  return reportOf(result, stage);
}

/** How large an image is and may be, as results have it. */
export async function sizesOf({ budgetBytes }: Microservice, image: Container) {
  return { sizeBytes: await uncompressedBytes(image), budgetBytes };
}

/** Does some work for each chosen service, which may add to its result; what fails is told there, too. */
export async function runEach(
  repository: Repository,
  options: RunOptions,
  build: (service: Microservice) => Promise<Partial<ServiceResult>>,
): Promise<RunResult> {
  const begun = Date.now();
  const services = select(allServices(repository), options);
  const { concurrency = CONCURRENCY, failFast } = options;
  const work = (service: Microservice) => result(service, options, () => build(service));
  const failed = ({ status }: ServiceResult) => status === "failed";
  const { outcomes, observed } = await fanOut(services, work, { concurrency, failFast, failed });
  const results = outcomes.map((outcome, at) =>
    "result" in outcome ? outcome.result : skipped(services[at] as Microservice, outcome.skipped),
  );
  const run = { durationMs: Date.now() - begun, concurrency, observedConcurrency: observed, cacheHits: 0 };
  return { services: results, run };
}

async function result(
  service: Microservice,
  { environment }: RunOptions,
  build: () => Promise<Partial<ServiceResult>>,
): Promise<ServiceResult> {
  const begun = Date.now();
  const ended = (status: ServiceResult["status"], error: ServiceResult["error"]): ServiceResult => {
    return { ...identity(service), environment, status, durationMs: Date.now() - begun, error };
  };
  try {
    return { ...ended("built", null), ...(await build()) };
  } catch (error) {
    const [first = "", ...lines] = (error as Error).message.split("\n");
    const message = first.startsWith(`${service.name}: `) ? first : `${service.name}: ${first}`;
    return ended("failed", { message, exitCode: exitCodeFor(error, [first, ...lines]), lines });
  }
}

/** As the local command has it. */
function exitCodeFor(error: unknown, lines: string[]): number {
  if (error instanceof OverBudget) return EXIT.policy;
  return worthRetrying(lines) ? EXIT.retry : EXIT.service;
}

function skipped(service: Microservice, reason: string): ServiceResult {
  const error = { message: `${service.name}: skipped: ${reason}`, exitCode: 1, lines: [] };
  return { ...identity(service), status: "skipped", error };
}

function identity({ name, path, language, version }: Microservice) {
  return { name, path, language, version };
}

/** The result as files and text: an engine tells no sizes without packing every image. */
function reportOf(result: RunResult, stage: StageName): RunReport {
  return Object.assign(new RunReport(), reported(result, stage));
}

/** What reports of every kind of run have in common. */
export function reported(result: RunResult, suite: string) {
  const failures = result.services.flatMap(({ error }) =>
    error ? [[error.message, ...error.lines].join("\n")] : [],
  );
  return {
    passed: failures.length === 0,
    table: runTable(result),
    failures,
    report: dag.file("report.json", `${JSON.stringify(result, null, 2)}\n`),
    junit: dag.file("junit.xml", junit(result, suite)),
  };
}
