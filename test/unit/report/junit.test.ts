import { describe, expect, it } from "vitest";
import { junit } from "../../../src/report/junit.ts";
import { service } from "./service-result.ts";
import { xmlOf } from "./xml.ts";

const ERROR = { message: "bad: stage test: it failed", exitCode: 1, lines: ["FAIL"], reproduce: "again" };

describe("junit of tests", () => {
  it("has a suite for each service that told of its tests, and one for the others", () => {
    const cases = [
      { group: "p", name: "TestAdd", status: "passed" as const, durationMs: 20 },
      { group: "p", name: "Test<Sub>", status: "failed" as const, message: "got 1\nwant 2" },
      { name: "TestNet", status: "skipped" as const, message: "no network" },
    ];
    const services = [
      service("bad", { status: "failed", error: ERROR, tests: { cases } }),
      service("web", {}),
    ];
    const report = xmlOf(junit({ services }, "test"));
    expect(report.suites).toEqual([
      { name: "test", tests: "1", failures: "0", skipped: "0", time: "0.000" },
      { name: "bad", tests: "3", failures: "1", skipped: "1", time: "1.500" },
    ]);
    expect(
      report.cases.map(({ attributes, outcome }) => [attributes.classname, attributes.name, outcome]),
    ).toEqual([
      ["test", "web", undefined],
      ["bad.p", "TestAdd", undefined],
      ["bad.p", "Test<Sub>", "failure"],
      ["bad", "TestNet", "skipped"],
    ]);
    expect(report.cases[1]?.attributes.time).toBe("0.020");
    expect(report.cases[2]?.text).toBe("got 1\nwant 2\nagain");
  });

  it("a service that failed though no test did has a case that says so", () => {
    const cases = [{ name: "TestAdd", status: "passed" as const }];
    const services = [service("bad", { status: "failed", error: ERROR, tests: { cases, leftOut: 7 } })];
    const { suites, cases: told } = xmlOf(junit({ services }, "test"));
    expect(suites).toMatchObject([{ name: "bad", tests: "3", failures: "1", skipped: "1" }]);
    expect(told.map(({ attributes, outcome }) => [attributes.name, outcome])).toEqual([
      ["TestAdd", undefined],
      ["more", "skipped"],
      ["bad", "failure"],
    ]);
    expect(told[2]?.text).toContain("FAIL");
  });

  it("says where a cached outcome has no tests to tell of", () => {
    const report = (suite: string) =>
      xmlOf(junit({ services: [service("api", { status: "cached" })] }, suite));
    expect(report("test").cases[0]).toMatchObject({
      text: expect.stringContaining("isn't kept"),
    });
    expect(report("build").cases[0]?.text).toBe("");
  });

  it("of no service is a suite without cases", () => {
    expect(xmlOf(junit({ services: [] }, "test")).suites).toMatchObject([{ name: "test", tests: "0" }]);
  });
});
