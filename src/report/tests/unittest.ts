import type { TestResult, TestStatus } from "../result.ts";
import { counted } from "./unnamed-tests.ts";

const WORDS: Record<string, TestStatus> = {
  ok: "passed",
  FAIL: "failed",
  ERROR: "failed",
  skipped: "skipped",
  "expected failure": "skipped",
};

/** Python's `unittest` and Django's runner: with `-v` by name; without it names of those that failed, and counts. */
export function unittestTests(lines: string[]): TestResult[] {
  const ran = Number(lines.map((line) => /^Ran (\d+) tests? in /.exec(line)?.[1]).findLast(Boolean) ?? 0);
  if (!ran) return [];
  const named = lines.flatMap((line, at) => namedTest(line, lines[at - 1] ?? ""));
  if (named.length) return named;
  const failed = lines.flatMap(failedTest);
  const skipped = Number(lines.map((line) => /[( ]skipped=(\d+)/.exec(line)?.[1]).findLast(Boolean) ?? 0);
  const passed = counted(undefined, 0, ran - failed.length - skipped, "passed");
  return [...failed, ...passed, ...counted(undefined, passed.length, skipped, "skipped")];
}

/** `test_add (test_calc.Calc.test_add) ... ok`; a docstring stands on a line between. */
function namedTest(line: string, before: string): TestResult[] {
  const [, word = ""] = / \.\.\. (ok|FAIL|ERROR|skipped|expected failure)(?: .*)?$/.exec(line) ?? [];
  const status = WORDS[word];
  const [, name, group] = NAME.exec(line) ?? NAME.exec(before) ?? [];
  return status && name ? [{ group: classOf(group ?? "", name), name, status }] : [];
}

const NAME = /^(\w+) \(([\w.]+)\)/;

function failedTest(line: string): TestResult[] {
  const [, name, group] = /^(?:FAIL|ERROR): (\w+) \(([\w.]+)\)/.exec(line) ?? [];
  return name ? [{ group: classOf(group ?? "", name), name, status: "failed" }] : [];
}

/** Since 3.11 the class's name ends in the test's. */
function classOf(group: string, name: string): string {
  return group.endsWith(`.${name}`) ? group.slice(0, -name.length - 1) : group;
}
