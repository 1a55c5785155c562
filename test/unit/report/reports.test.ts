import { describe, expect, it } from "vitest";
import { junit } from "../../../src/report/junit.ts";
import { affectedText } from "../../../src/report/listing.ts";
import { dotenv, githubAnnotations, githubSummary } from "../../../src/report/providers.ts";
import type { RunResult } from "../../../src/report/result.ts";
import { runTable } from "../../../src/report/table.ts";
import { service } from "./service-result.ts";
import { xmlOf } from "./xml.ts";

const HARD = `<&"'> ]]> \u0000\u0008\u001b[31m \ud800 \uffff ä ✓ 100%\r\nsecond \`\`\` line`;
const RUN: RunResult = {
  services: [
    service("api", {
      digest: `sha256:${"a".repeat(64)}`,
      reference: "r.example/api@sha256:a",
      sizeBytes: 8e6,
      compressedBytes: 3e6,
    }),
    service("my-web.v2", {
      status: "cached",
      digest: `sha256:${"b".repeat(64)}`,
      reference: "localhost/web:testing",
    }),
    service("bad", {
      status: "failed",
      error: { message: HARD, exitCode: 1, lines: [HARD], next: "do <this>", reproduce: "again" },
    }),
    service("late", {
      status: "skipped",
      error: { message: "late: skipped: it needs bad", exitCode: 1, lines: [] },
    }),
  ],
  run: { durationMs: 61_000, concurrency: 4, observedConcurrency: 3, cacheHits: 1 },
};

describe("junit", () => {
  it("is well-formed whatever a tool printed, a test case for each service", () => {
    const { suite, cases } = xmlOf(junit(RUN, "build"));
    expect(suite).toMatchObject({ name: "build", tests: "4", failures: "1", skipped: "1", time: "61.000" });
    expect(cases.map(({ attributes, outcome }) => [attributes.name, outcome])).toEqual([
      ["api", undefined],
      ["my-web.v2", undefined],
      ["bad", "failure"],
      ["late", "skipped"],
    ]);
    expect(cases[2]?.text).toContain("second ``` line");
    expect(cases[2]?.text).toContain("do <this>\nagain");
  });
});

describe("github", () => {
  it("the summary holds hard text in its fence, and shows how to do it again", () => {
    const text = githubSummary(RUN);
    expect(text).toContain("| api | go | built | 1.5 s | 8.0 MB | `sha256:aaaaaaaaaaaa` |");
    expect(text).toContain("4 services in 1 m 1 s, 1 cached");
    expect(text).toMatch(/<summary>&lt;&amp;.*<\/summary>/);
    expect(text).toMatch(/\n````\n[\s\S]*second ``` line[\s\S]*\n````\n/);
    expect(text).toContain("`again`");
  });

  it("annotations are a line each, with escaped text and properties", () => {
    const lines = githubAnnotations({
      services: [
        ...RUN.services.slice(2),
        service("odd", { path: "a,b:c", status: "failed", error: { message: "x", exitCode: 1, lines: [] } }),
      ],
    });
    expect(lines.trimEnd().split("\n")).toHaveLength(3);
    expect(lines).toMatch(/^::error file=services\/bad,title=bad::.*100%25%0D%0Asecond/);
    expect(lines).toContain("::warning file=services/late,title=late::late: skipped: it needs bad");
    expect(lines).toContain("::error file=a%2Cb%3Ac,title=odd::x");
  });
});

it("gitlab's dotenv has names that it takes, and only what was built", () => {
  expect(dotenv(RUN).split("\n")).toEqual([
    `API_DIGEST=sha256:${"a".repeat(64)}`,
    "API_IMAGE=r.example/api@sha256:a",
    `MY_WEB_V2_DIGEST=sha256:${"b".repeat(64)}`,
    "MY_WEB_V2_IMAGE=localhost/web:testing",
    "",
  ]);
  const nine = dotenv({ services: [service("9lives", { digest: "sha256:c", reference: "r" })] });
  expect(nine).toBe("_9LIVES_DIGEST=sha256:c\n_9LIVES_IMAGE=r\n");
});

it("the table ends with counts, wall time and concurrency", () => {
  const lines = runTable(RUN).split("\n");
  expect(lines[0]).toMatch(/^SERVICE +LANGUAGE +STATUS/);
  expect(lines.at(-1)).toBe("1 built, 1 cached, 1 failed, 1 skipped in 1 m 1 s, at most 3 of 4 at once");
});

it("tests are tested, and columns that say nothing are left out", () => {
  const tested = {
    services: [service("api", { durationMs: 1200, reference: "localhost/api:test" })],
    run: RUN.run,
  };
  const lines = runTable(tested, "test").split("\n");
  expect(lines[0]).toBe("SERVICE  LANGUAGE  STATUS  TIME");
  expect(lines[1]).toMatch(/^api +go +tested +1\.2 s$/);
  expect(lines.at(-1)).toMatch(/^1 tested, 0 cached/);
});

it("nothing to do is said", () => {
  expect(runTable({ services: [], run: RUN.run }, "test")).toBe("no service to test");
  expect(affectedText({ services: [] })).toBe("no service is affected");
});
