import type { TestResult, TestStatus } from "../result.ts";
import { counted } from "./unnamed-tests.ts";

const MARKS: Record<string, TestStatus> = { "✓": "passed", "×": "failed", "↓": "skipped" };

/** vitest: files with counts, and the names of tests that failed or were slow; with its `verbose` reporter, all of them. */
export function vitestTests(lines: string[]): TestResult[] {
  const found: TestResult[] = [];
  let file: File | undefined;
  for (const line of lines) {
    const opened = fileOf(line);
    const test = opened ? undefined : (verboseTest(line) ?? (file && namedTest(line, file)));
    if (opened) {
      found.push(...restOf(file));
      file = opened;
    } else if (test) {
      if (test.group === file?.name) file?.named.push(test);
      found.push(test);
    } else explain(line, found.at(-1));
  }
  return [...found, ...restOf(file)];
}

interface File {
  name: string;
  total: number;
  failed: number;
  skipped: number;
  named: TestResult[];
}

/** ` ❯ src/sum.test.ts (3 tests | 1 failed | 1 skipped) 12ms` */
function fileOf(line: string): File | undefined {
  const [, name, total, counts = ""] =
    /^ [✓❯×↓] (?:\|[^|]+\| )?(\S+\.[cm]?[jt]sx?) +\((\d+) tests?((?: \| \d+ \w+)*)\)/.exec(line) ?? [];
  if (!name) return undefined;
  const count = (word: string) => Number(new RegExp(` (\\d+) ${word}`).exec(counts)?.[1] ?? 0);
  return { name, total: Number(total), failed: count("failed"), skipped: count("skipped"), named: [] };
}

/** `   × sum > adds 5ms` below its file. */
function namedTest(line: string, { name: group }: File): TestResult | undefined {
  const [, mark = "", name = "", time] = /^ {3}([✓×↓]) (.+?)(?: +(\d+)ms)?$/.exec(line) ?? [];
  return resultOf(mark, group, name, time);
}

/** ` ✓ src/sum.test.ts > sum > adds 1ms` */
function verboseTest(line: string): TestResult | undefined {
  const [, mark = "", group = "", name = "", time] =
    /^ ([✓×↓]) (?:\|[^|]+\| )?(\S+\.[cm]?[jt]sx?) > (.+?)(?: +(\d+)ms)?$/.exec(line) ?? [];
  return resultOf(mark, group, name, time);
}

function resultOf(mark: string, group: string, name: string, time?: string): TestResult | undefined {
  const status = MARKS[mark];
  return status && { group, name, status, ...(time && { durationMs: Number(time) }) };
}

function explain(line: string, test: TestResult | undefined): void {
  const [, message] = /^ +→ (.+)$/.exec(line) ?? [];
  if (message && test?.status === "failed") test.message ??= message;
}

/** Tests of a file that have no name here. */
function restOf(file: File | undefined): TestResult[] {
  if (!file) return [];
  const { name, total, failed, skipped, named } = file;
  const has = (status: TestStatus) => named.filter((test) => test.status === status).length;
  const missing = { failed: failed - has("failed"), skipped: skipped - has("skipped") };
  const passed = counted(name, 0, total - failed - skipped - has("passed"), "passed");
  const red = counted(name, passed.length, missing.failed, "failed");
  return [...passed, ...red, ...counted(name, passed.length + red.length, missing.skipped, "skipped")];
}
