import { buildAll, lintAll, runExitCode, testAll } from "../commands/index.ts";
import { readRepository, refuseFaults } from "../commands/repository.ts";
import type { RunResult } from "../report/result.ts";
import { runTable } from "../report/table.ts";
import type { DaggerEngine } from "./engine.ts";
import { refuseRun } from "./error-report.ts";

/** Reads every descriptor and manifest. @throws a `Failure` with every fault. */
export async function checkDescriptors(engine: DaggerEngine): Promise<void> {
  refuseFaults((await readRepository(engine)).faults);
}

/** Runs every service's own tests. @throws a `Failure` with every failure, after the last has ended. */
export async function checkTests(engine: DaggerEngine): Promise<void> {
  refuse(await testAll(engine, { environment: "testing" }), "test");
}

/** Runs the linter of every service that has one. @throws as {@link checkTests}. */
export async function checkLint(engine: DaggerEngine): Promise<void> {
  refuse(await lintAll(engine, { environment: "testing" }), "lint");
}

/** Builds every service and holds its image to its budget. @throws as {@link checkTests}. */
export async function checkBudgets(engine: DaggerEngine): Promise<void> {
  refuse(await buildAll(engine, { environment: "production" }), "build");
}

function refuse(result: RunResult, suite: string): void {
  refuseRun(result, runTable(result, suite), runExitCode(result));
}
