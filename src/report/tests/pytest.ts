import type { TestResult, TestStatus } from "../result.ts";

const LETTERS: Record<string, TestStatus> = {
  ".": "passed",
  F: "failed",
  E: "failed",
  s: "skipped",
  x: "skipped",
  X: "passed",
};

const WORDS: Record<string, TestStatus> = {
  PASSED: "passed",
  FAILED: "failed",
  ERROR: "failed",
  SKIPPED: "skipped",
  XFAIL: "skipped",
  XPASS: "passed",
};

/** pytest: with `-v` by name; without it a letter a test, and the names of those that failed from its summary. */
export function pytestTests(lines: string[]): TestResult[] {
  const named = lines.flatMap(namedTest);
  const summary = lines.flatMap(summaryOf);
  if (named.length) return named.map((test) => ({ ...summary.find(sameAs(test)), ...test }));
  const letters = letteredTests(lines);
  return letters.length || lines.some((line) => /^=+ .* in [\d.]+s/.test(line))
    ? merged(letters, summary)
    : [];
}

/** `tests/test_a.py::test_add PASSED [ 50%]`, or as xdist says it: `[gw0] [ 50%] PASSED tests/test_a.py::test_add`. */
function namedTest(line: string): TestResult[] {
  const plain = /^(\S+\.py)::(.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: .*)?$/.exec(line);
  const spread = /^\[gw\d+\] \[ *\d+%\] (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) (\S+\.py)::(.+?) *$/.exec(
    line,
  );
  const [group, name = "", word = ""] = plain?.slice(1) ?? [spread?.[2], spread?.[3], spread?.[1]];
  const status = WORDS[word];
  return status ? [{ group, name, status }] : [];
}

/** `FAILED tests/test_a.py::test_add - assert 1 == 2`; a file that can't be imported has no test's name. */
function summaryOf(line: string): TestResult[] {
  const [, group, name, message] = /^(?:FAILED|ERROR) (\S+?\.py)(?:::(.+?))?(?: - (.*))?$/.exec(line) ?? [];
  return group ? [{ group, name: name ?? group, status: "failed", ...(message && { message }) }] : [];
}

/** `tests/test_a.py ..F.  [ 57%]`; long files go on in lines of letters, which are all that `-q` has. */
function letteredTests(lines: string[]): TestResult[] {
  let group: string | undefined;
  const counts = new Map<string | undefined, number>();
  return lines.flatMap((line) => {
    const [, file, letters] = /^(?:(\S+\.py) )?([.FEsxX]+)(?: +\[ *\d+%\])?$/.exec(line) ?? [];
    if (!letters || (!file && !line.includes("%]"))) return [];
    group = file ?? group;
    return [...letters].map((letter): TestResult => {
      const number = (counts.get(group) ?? 0) + 1;
      counts.set(group, number);
      return { group, name: `test ${number}`, status: LETTERS[letter] ?? "passed" };
    });
  });
}

/** Failed letters get the names of the summary, which has the same order. */
function merged(letters: TestResult[], summary: TestResult[]): TestResult[] {
  const left = [...summary];
  const tests = letters.map((test) => {
    if (test.status !== "failed") return test;
    const at = left.findIndex(({ group }) => test.group === undefined || group === test.group);
    return (at >= 0 && left.splice(at, 1)[0]) || test;
  });
  return [...tests, ...left];
}

function sameAs(test: TestResult): (other: TestResult) => boolean {
  return ({ group, name }) => group === test.group && name === test.name;
}
