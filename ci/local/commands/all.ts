import type { StageName } from "../../../src/pipeline/plan.ts";
import { exitCodeOf } from "../../../src/report/exit-code.ts";
import { EXIT } from "../../../src/report/failure.ts";
import type { RunResult, ServiceResult } from "../../../src/report/result.ts";
import { runTable } from "../../../src/report/table.ts";
import { columns } from "../../../src/report/text.ts";
import { affectedSince, rememberBuilt } from "../affected.ts";
import type { Values } from "../arguments.ts";
import { buildService, runBuild } from "../build-service.ts";
import { stepTimeoutOf } from "../builders/step-limit.ts";
import { type Chosen, chosen, withUnreadable } from "../chosen.ts";
import { failureText } from "../output/ending.ts";
import { liveTable } from "../output/live.ts";
import { plainRun } from "../output/progress.ts";
import { refuseReports, writeReports } from "../output/reports.ts";
import { stageResult } from "../output/results.ts";
import { isLive, type Output, type Prepared, prepareFor } from "../prepare.ts";
import { concurrencyOf, runAll, type Work } from "../run-all.ts";
import { openSession, type Session } from "../session.ts";

/** `build-all`: the images of all services, or of those chosen. */
export function buildAll(values: Values): Promise<Output> {
  return forAll(values, "runtime", (plan, { tools }) => buildService(plan, tools));
}

/** `test-all`: the tests of all services, or of those chosen. */
export function testAll(values: Values): Promise<Output> {
  return forAll(values, "test", async (plan, { tools }) => stageResult(plan, await runBuild(plan, tools)));
}

/** `affected`: the services that a change concerns, and why. */
export async function affected(values: Values): Promise<Output> {
  const session = await openSession(values);
  const all = withUnreadable(session);
  const found = await affectedSince(session, all, String(values.since));
  const byName = new Map(all.map((service) => [service.name, service]));
  const services = found.map(({ name, reason }): ServiceResult => {
    const { path = "", language = "", version } = byName.get(name) ?? {};
    return { name, path, language, version, status: "planned", reason };
  });
  return { text: columns(found.map(({ name, reason }) => [`${name}:`, reason])), data: { services } };
}

async function forAll(values: Values, stage: StageName, work: Work): Promise<Output> {
  const { prepared, result } = await runChosen(values, await openRun(values), stage, work);
  const failures = result.services.flatMap(({ error }) => (error ? [failureText(error)] : []));
  if (failures.length) process.stderr.write(`${failures.join("\n")}\n`);
  if (stage === "runtime") await rememberBuilt(prepared.session, succeeded(prepared.session, result));
  await writeReports(values, result, stage);
  return { text: runTable(result), data: result, exitCode: exitCode(result) };
}

/** Each service says in its own error why it failed; only where a retry may mend all of it is that the end. */
function exitCode(result: RunResult): number {
  const code = exitCodeOf(result);
  return code === EXIT.done || code === EXIT.retry ? code : EXIT.service;
}

/** A run over many services, as its flags decide it. */
export interface Run extends Chosen {
  session: Session;
}

/** Reads the repository and chooses. @throws a `Failure` (exit 2) for what is wrong with the flags, before any work. */
export async function openRun(values: Values): Promise<Run> {
  concurrencyOf(values);
  stepTimeoutOf(values);
  refuseReports(values);
  const session = await openSession(values);
  return { session, ...(await chosen(values, session)) };
}

/** Runs the work for every chosen service and shows how it goes. */
export async function runChosen(
  values: Values,
  { session, services, faults }: Run,
  stage: StageName,
  work: Work,
): Promise<{ prepared: Prepared; result: RunResult }> {
  const progress = isLive(values) ? liveTable() : plainRun();
  try {
    const sound = services.filter(({ name }) => !faults.has(name));
    const prepared = await prepareFor(values, session, sound, progress);
    const result = await runAll(values, prepared, { services, faults }, stage, work);
    return { prepared, result };
  } finally {
    progress.done();
  }
}

function succeeded({ services }: Session, result: RunResult) {
  const fine = result.services.filter(({ status }) => status === "built" || status === "cached");
  return services.filter(({ name }) => fine.some((one) => one.name === name));
}
