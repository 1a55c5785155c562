import { expect, it } from "vitest";
import { exitCodeOf } from "../../../src/report/exit-code.ts";
import type { ServiceResult } from "../../../src/report/result.ts";

const ended = (exitCode?: number, status: ServiceResult["status"] = exitCode ? "failed" : "built") =>
  ({ status, error: exitCode ? { exitCode } : null }) as ServiceResult;

it.each<[string, ServiceResult[], number]>([
  ["nothing failed", [ended(), ended(undefined, "cached")], 0],
  ["nothing was asked for", [], 0],
  ["a service failed beside one that a retry may mend", [ended(75), ended(1)], 1],
  ["bad input beside a tag that is taken", [ended(3), ended(2)], 2],
  ["a tag is taken beside one that a retry may mend", [ended(75), ended(3)], 3],
  ["a retry may mend all that failed", [ended(75), ended()], 75],
  ["one was skipped", [ended(), ended(1, "skipped")], 1],
])("%s", (_, services, code) => {
  expect(exitCodeOf({ services })).toBe(code);
});
