import * as commands from "../../../src/commands/index.ts";
import { EXIT } from "../../../src/failure.ts";
import { exitCodeOf } from "../../../src/report/exit-code.ts";
import type { RunResult } from "../../../src/report/result.ts";
import { runTable } from "../../../src/report/table.ts";
import type { LocalEngine } from "../engine.ts";
import type { Given, Output } from "../given.ts";
import { tellFailures } from "../output/ending.ts";
import { refuseReports, writeReports } from "../output/reports.ts";
import { open } from "./open.ts";

/** `build-all`: the images of all services, or of those chosen. */
export function buildAll(given: Given): Promise<Output> {
  return run(given, "build", commands.buildAll);
}

/** `test-all`: the tests of all services, or of those chosen. */
export function testAll(given: Given): Promise<Output> {
  return run(given, "test", commands.testAll);
}

async function run(
  given: Given,
  suite: string,
  command: (engine: LocalEngine, options: Given) => Promise<RunResult>,
): Promise<Output> {
  refuseReports(given);
  return runOutput(given, await command(await open(given, true), given), suite);
}

/** What is told of a run, whichever engine did it. @param suite what was done: `build`, `test`, `publish`. */
export async function runOutput(given: Given, data: RunResult, suite: string): Promise<Output> {
  tellFailures(data.services.flatMap(({ error }) => error ?? []));
  await writeReports(given, data, suite);
  const { environment, number } = data.release ?? {};
  const text = [runTable(data), ...(data.release ? [`release ${environment}.${number}`] : [])].join("\n\n");
  const exitCode = suite === "publish" ? exitCodeOf(data) : commands.runExitCode(data);
  return { text, data, exitCode: given.noFail ? EXIT.done : exitCode };
}
