import { badInput, EXIT, Failure } from "../../../src/report/failure.ts";
import type { ServiceError } from "../../../src/report/result.ts";

/** Says on stderr what failed, its last lines and what to do next; answers the exit code. */
export function printFailure(error: unknown): number {
  const failure = asFailure(error);
  process.stderr.write(`${failureText(failure)}\n`);
  return failure.exitCode;
}

export function failureText({ message, lines, next, reproduce }: Omit<ServiceError, "exitCode">): string {
  const body = lines.map((line) => `  │ ${line}`);
  const hints = [next, reproduce].flatMap((hint) => (hint ? [`  → ${hint}`] : []));
  return [`✗ ${message}`, ...body, ...hints].join("\n");
}

/** Any error as one that is explained; a `RangeError` is how pure functions refuse what the caller asked. */
export function asFailure(error: unknown): Failure {
  if (error instanceof RangeError) return badInput(error.message);
  return error instanceof Failure ? error : unexpected(error);
}

/** A fault of ours, or of a tool that we did not expect to fail: with its stack, so that it can be reported. */
function unexpected(error: unknown): Failure {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure("multistage itself failed", { exitCode: EXIT.service, lines: stack.split("\n") });
}
