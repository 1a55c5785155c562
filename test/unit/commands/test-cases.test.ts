import { describe, expect, it } from "vitest";
import type { FoundEntry } from "../../../src/cache/entry.ts";
import { testsInFailure, testsOf } from "../../../src/commands/test-cases.ts";
import { Failure } from "../../../src/failure.ts";
import type { PlannedService, StageName } from "../../../src/pipeline/plan.ts";

const planned = (stage: StageName) => ({ stage }) as PlannedService;
const built = (output: string) => ({ built: { image: "api", output: async () => output } });
const LINE = "ok  \tp/calc\t0.1s";
const CASES = [{ group: "p/calc", name: "p/calc", status: "passed", durationMs: 100 }];

describe("tests that are told", () => {
  it("are those of a test stage alone", async () => {
    expect(await testsOf(planned("test"), built(LINE))).toEqual({ tests: { cases: CASES } });
    expect(await testsOf(planned("runtime"), built(LINE))).toEqual({});
    expect(await testsOf(planned("test"), built("fine"))).toEqual({});
  });

  it("of a cached outcome come from what was kept of it", async () => {
    const entry = { entry: { output: LINE } } as FoundEntry;
    expect(await testsOf(planned("test"), { entry })).toEqual({ tests: { cases: CASES } });
  });

  it("of a failure come from all that it printed, else from its last lines", () => {
    const failure = new Failure("it failed", { lines: ["--- FAIL: TestLast (0.00s)"] });
    expect(testsInFailure(failure).tests?.cases).toMatchObject([{ name: "TestLast" }]);
    failure.output = `--- PASS: TestFirst (0.00s)\n${failure.lines.join("\n")}`;
    expect(testsInFailure(failure).tests?.cases).toMatchObject([{ name: "TestFirst" }, { name: "TestLast" }]);
  });
});
