import { setTimeout as sleep } from "node:timers/promises";
import { dag } from "@dagger.io/dagger";
import { asFailure, Failure, failureText } from "../failure.ts";
import type { RunResult, ServiceError } from "../report/result.ts";
import { refusalOf } from "./failure.ts";

/** The SDK sends the spans of finished work a tenth of a second later. */
const SPANS_MS = 250;

/**
 * Does some work whose failures a caller sees as text and exit code: what failed, its last lines and what to do next.
 *
 * Dagger's command line ends with the exit code of a failed command, so every failure says that it is one: the codes
 * are the same as without an engine. The SDK lets its own errors alone say so; of others the engine is told here.
 */
export async function reporting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const failure = asFailure(refusalOf(error));
    const extensions = { _type: "EXEC_ERROR", cmd: [], exitCode: failure.exitCode, stdout: "", stderr: "" };
    const returned = Object.entries(extensions).reduce(
      (to, [name, value]) => to.withValue(name, JSON.stringify(value) as never),
      dag.error(failureText(failure)),
    );
    await dag.currentFunctionCall().returnError(returned);
    await sleep(SPANS_MS);
    return process.exit(1);
  }
}

/** @throws a `Failure` with each service's own and the table, where one failed. */
export function refuseRun(
  { services }: RunResult,
  table: string,
  exitCode: number,
  failures: (Failure | ServiceError)[] = services.flatMap(({ error }) => error ?? []),
): void {
  if (exitCode) throw new Failure([...failures.map(failureText), table].join("\n\n"), { exitCode });
}
