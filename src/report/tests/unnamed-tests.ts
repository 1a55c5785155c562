import type { TestResult, TestStatus } from "../result.ts";

/** Tests that a reporter counts and doesn't name, numbered after those that it does. */
export function counted(group: string | undefined, after: number, count: number, status: TestStatus) {
  return Array.from(
    { length: Math.max(0, Math.min(count, MOST)) },
    (_, at): TestResult => ({ group, name: `test ${after + at + 1}`, status }),
  );
}

/** More than one run has: a number that a program printed is nobody's promise. */
const MOST = 10_000;

/** Seconds as a reporter prints them, in milliseconds; undefined where it prints none. */
export function milliseconds(seconds: string | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
}
