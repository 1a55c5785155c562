import { asFailure, type Failure, failureText } from "../../../src/failure.ts";
import type { ServiceError } from "../../../src/report/result.ts";

/** Says on stderr what failed, its last lines and what to do next; answers the exit code. */
export function printFailure(error: unknown): number {
  const failure = asFailure(error);
  printFailures([failure]);
  return failure.exitCode;
}

/** Says it of several. */
export function printFailures(failures: (Failure | ServiceError)[]): void {
  for (const failure of failures) process.stderr.write(`✗ ${failureText(failure)}\n`);
}
