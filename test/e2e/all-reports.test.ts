import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { xmlOf } from "../unit/report/xml.ts";
import { callValid, named, servicesOf, validated } from "./all-services.ts";
import { call, callJson, LOCAL, repository } from "./command.ts";

const SLOW = 900_000;

it(
  "writes JUnit, GitHub's summary and annotations, GitLab's dotenv; stdout has the result alone",
  async () => {
    const source = repository(servicesOf({ bad: { broken: "compile" }, good: {}, late: { needs: ["bad"] } }));
    const at = (name: string) => join(reports, name);
    const reports = mkdtempSync(join(tmpdir(), "multistage-reports-"));
    const flags = ["--junit", at("deep/junit.xml"), "--dotenv", at("digests.env")];
    const ended = await callValid(["build-all", "--source", source, ...flags], {
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: at("summary.md"),
    });
    const { suite, cases } = xmlOf(readFileSync(at("deep/junit.xml"), "utf8"));
    expect(suite).toMatchObject({ tests: "3", failures: "1", skipped: "1" });
    expect(cases.map(({ outcome }) => outcome)).toEqual(["failure", undefined, "skipped"]);
    expect(cases[0]?.text).toContain("undefined: undefinedFunction");
    expect(readFileSync(at("digests.env"), "utf8")).toContain(`GOOD_DIGEST=${named(ended, "good").digest}\n`);
    expect(readFileSync(at("summary.md"), "utf8")).toContain("| bad | go | failed |");
    expect(ended.stderr).toContain("::error file=services/bad,title=bad::bad: stage build");
    expect(ended.stderr).not.toContain("\x1b[");
  },
  SLOW,
);

it.each([
  ["services"],
  ["plan"],
  ["build", "--service", "good"],
  ["test", "--service", "good"],
  ["artifact", "--service", "good"],
  ["test-all"],
])(
  "%s --json is as the schema says",
  async (...words) => {
    const source = repository(servicesOf({ good: {}, other: {} }));
    const reading = ["services"].includes(words[0] ?? "");
    const ended = reading
      ? validated(await callJson([...words, "--source", source]))
      : await callValid([...words, "--source", source]);
    expect(ended.exitCode).toBe(0);
  },
  SLOW,
);

it(
  "plain lines say which service begins, in which stage it is, and how it ended",
  async () => {
    const source = repository(servicesOf({ bad: { broken: "test" }, good: {} }));
    const ended = await call(["test-all", "--source", source, "--progress", "plain", ...LOCAL]);
    for (const line of ["bad  started", "bad  test", "bad  failed", "good  started"])
      expect(ended.stderr).toMatch(new RegExp(`^ *[\\d.]+ s  ${line}$`, "m"));
    expect(ended.stdout).toMatch(/^SERVICE .*\nbad .* failed .*\ngood .*\n\n.* at once\n$/);
  },
  SLOW,
);
