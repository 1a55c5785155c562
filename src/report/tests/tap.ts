import type { TestResult } from "../result.ts";

/** TAP, as `node --test` prints it where nobody watches: subtests are indented, and come before the test that they make. */
export function tapTests(lines: string[]): TestResult[] {
  const path: string[] = [];
  const found: TestResult[] = [];
  /** How deep the tests were that ended since the last one as shallow. */
  let deepest = 0;
  if (!lines.some((line) => /^TAP version \d+$/.test(line))) return [];
  for (const line of lines) {
    const [, space = "", subtest] = /^( *)# Subtest: (.*)$/.exec(line) ?? [];
    if (subtest !== undefined) path.splice(space.length / 4, path.length, subtest);
    const ended = ENDED.exec(line);
    if (ended) {
      const depth = (ended[1] ?? "").length / 4;
      if (depth >= deepest) found.push(result(ended, path.slice(0, depth)));
      deepest = depth;
      continue;
    }
    detail(line, found.at(-1));
  }
  return found;
}

const ENDED = /^( *)(not )?ok \d+(?: - (.*?))?(?: # (SKIP|TODO)\b.*)?$/;

function result([, , not, name = "", directive]: RegExpExecArray, parents: string[]): TestResult {
  const status = directive ? "skipped" : not ? "failed" : "passed";
  return { group: parents.join(" > ") || undefined, name: name.replace(/\\([#\\])/g, "$1"), status };
}

/** What stands below a test in YAML: how long it took, and why it failed. */
function detail(line: string, test: TestResult | undefined): void {
  if (!test) return;
  const [, time] = /^ +duration_ms: ([\d.]+)$/.exec(line) ?? [];
  if (time) test.durationMs ??= Number(time);
  const [, error] = /^ +error: '(.*)'$/.exec(line) ?? [];
  if (error && test.status === "failed") test.message ??= error;
}
