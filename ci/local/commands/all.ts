import * as commands from "../../../src/commands/index.ts";
import { EXIT } from "../../../src/failure.ts";
import type { RunResult } from "../../../src/report/result.ts";
import { runTable } from "../../../src/report/table.ts";
import type { LocalEngine } from "../engine.ts";
import type { Given, Output } from "../given.ts";
import { tellFailures } from "../output/ending.ts";
import { refuseReports, writeReports } from "../output/reports.ts";
import { open } from "./open.ts";

/** `build-all`: the images of all services, or of those chosen. */
export function buildAll(given: Given): Promise<Output> {
  return run(given, "runtime", commands.buildAll);
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
  const data = await command(await open(given, true), given);
  tellFailures(data.services.flatMap(({ error }) => error ?? []));
  await writeReports(given, data, suite);
  return { text: runTable(data), data, exitCode: given.noFail ? EXIT.done : commands.runExitCode(data) };
}
