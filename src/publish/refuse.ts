import { badInput, EXIT, Failure } from "../report/failure.ts";
import type { Refusal } from "./facts.ts";

/** Turns what pure functions refuse into bad input. */
export function checked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? badInput(error.message) : error;
  }
}

/** @throws a `Failure` where there is a reason to refuse: 3 where a rule of ours forbids it, else 2. */
export function refuse(refusal: Refusal | undefined): void {
  if (!refusal) return;
  const { message, next, policy } = refusal;
  throw new Failure(message, { exitCode: policy ? EXIT.policy : EXIT.input, next });
}
