import type { ServiceError } from "../../src/report/result.ts";
import { EXIT, Failure } from "./failures.ts";

/** Says on stderr what failed, its last lines and what to do next; answers the exit code. */
export function printFailure(error: unknown): number {
  const failure = error instanceof Failure ? error : unexpected(error);
  process.stderr.write(`${failureText(failure)}\n`);
  return failure.exitCode;
}

export function failureText({ message, lines, next }: Omit<ServiceError, "exitCode">): string {
  const body = lines.map((line) => `  │ ${line}`);
  return [`✗ ${message}`, ...body, ...(next ? [`  → ${next}`] : [])].join("\n");
}

/** A fault of ours, or of a tool that we did not expect to fail: with its stack, so that it can be reported. */
function unexpected(error: unknown): Failure {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure("multistage itself failed", { exitCode: EXIT.service, lines: stack.split("\n") });
}
