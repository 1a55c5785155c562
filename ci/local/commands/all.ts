import * as commands from "../../../src/commands/index.ts";
import { EXIT } from "../../../src/failure.ts";
import { exitCodeOf } from "../../../src/report/exit-code.ts";
import type { RunResult } from "../../../src/report/result.ts";
import { runTable } from "../../../src/report/table.ts";
import type { CallOptions, Output } from "../call.ts";
import type { LocalEngine } from "../engine.ts";
import { printFailures } from "../output/failures.ts";
import { refuseReports, writeReports } from "../output/reports.ts";
import { open } from "./open.ts";

/** `build-all`: the images of all services, or of those chosen. */
export function buildAll(given: CallOptions): Promise<Output> {
  return run(given, "build", given.check ? commands.buildAllChecked : commands.buildAll);
}

/** `test-all`: the tests of all services, or of those chosen. */
export function testAll(given: CallOptions): Promise<Output> {
  return run(given, "test", commands.testAll);
}

async function run(
  given: CallOptions,
  suite: string,
  command: (engine: LocalEngine, options: CallOptions) => Promise<RunResult>,
): Promise<Output> {
  refuseReports(given);
  return runOutput(given, await command(await open(given, true), given), suite);
}

/** What is told of a run, whichever engine did it. @param suite what was done: `build`, `test`, `publish`. */
export async function runOutput(given: CallOptions, data: RunResult, suite: string): Promise<Output> {
  printFailures(data.services.flatMap(({ error }) => error ?? []));
  await writeReports(given, data, suite);
  const { environment, number } = data.release ?? {};
  const text = [runTable(data, suite), ...(data.release ? [`release ${environment}.${number}`] : [])].join(
    "\n\n",
  );
  const exitCode = suite === "publish" ? exitCodeOf(data) : commands.runExitCode(data);
  return { text, data, exitCode: given.noFail ? EXIT.done : exitCode };
}
