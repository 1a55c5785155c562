import { expect } from "vitest";
import type { RunResult } from "../../src/report/result.ts";
import type { Observed } from "./situations.ts";

/** How a call ended on an engine. */
export interface Ended {
  exitCode: number;
  /** Absent where it was refused. */
  result?: RunResult;
  /** What was said of it. */
  text: string;
}

/** Holds an end to what is expected of it. */
export function expectEnd(ended: Ended, { exitCode, services, message }: Observed): void {
  expect(ended.exitCode, ended.text).toBe(exitCode);
  if (message) expect(ended.text).toMatch(message);
  if (!services) return;
  const found = ended.result?.services ?? [];
  expect(found.map(({ name }) => name)).toEqual(services.map(({ name }) => name));
  for (const [at, wanted] of services.entries()) {
    const one = found[at];
    // A builder that has a cache says so.
    if (wanted.status) expect(one?.status.replace("cached", "built"), ended.text).toBe(wanted.status);
    if (wanted.message) expect(one?.error?.message).toMatch(wanted.message);
    if (wanted.reason) expect(one?.reason).toMatch(wanted.reason);
    if (wanted.code) expect(one?.error?.exitCode).toBe(wanted.code);
    if (wanted.tags) {
      expect(one?.tags).toHaveLength(wanted.tags.length);
      for (const [n, tag] of wanted.tags.entries()) expect(one?.tags?.[n]).toMatch(tag);
    }
    if (wanted.status === "failed" && wanted.code === 1) expect(one?.error?.lines).not.toEqual([]);
  }
}
