import type { TestResult, TestStatus } from "../result.ts";

const MARKS: Record<string, TestStatus> = { "✓": "passed", "✕": "failed", "○": "skipped", "✎": "skipped" };

/** jest: of one file, or with `--verbose`, each test; of several, the files and the names of tests that failed. */
export function jestTests(lines: string[]): TestResult[] {
  const end = lines.findIndex((line) => line.startsWith("Summary of all failing tests"));
  const files: { name: string; failed: boolean; lines: string[] }[] = [];
  for (const line of end < 0 ? lines : lines.slice(0, end)) {
    const [, word, name] = /^(PASS|FAIL) (\S+\.[cm]?[jt]sx?)(?: \([\d.]+ m?s\))?$/.exec(line) ?? [];
    if (name) files.push({ name, failed: word === "FAIL", lines: [] });
    else files.at(-1)?.lines.push(line);
  }
  return files.flatMap(({ name, failed, lines: own }) => {
    const tests = markedTests(own, name);
    const named = tests.length ? tests : failedTests(own, name);
    return named.length ? named : [{ group: name, name, status: failed ? "failed" : "passed" }];
  });
}

/** `    ✓ adds (2 ms)` below the titles of what describes it. */
function markedTests(lines: string[], group: string): TestResult[] {
  const titles: { title: string; depth: number }[] = [];
  return lines.flatMap((line): TestResult[] => {
    const [, space = "", mark = "", text = ""] = /^( +)(?:([✓✕○✎]) )?(\S.*)$/.exec(line) ?? [];
    if (!text) return [];
    while (titles.length && (titles.at(-1)?.depth ?? 0) >= space.length) titles.pop();
    const status = MARKS[mark];
    if (!status) {
      titles.push({ title: text, depth: space.length });
      return [];
    }
    const [, name = text, time] = /^(.*?)(?: \((\d+) ms\))?$/.exec(text) ?? [];
    const plain = status === "skipped" ? name.replace(/^(?:skipped|todo) /, "") : name;
    const path = [...titles.map(({ title }) => title), plain].join(" › ");
    return [{ group, name: path, status, ...(time && { durationMs: Number(time) }) }];
  });
}

/** `  ● sum › adds`, and the first line of why. */
function failedTests(lines: string[], group: string): TestResult[] {
  return lines.flatMap((line, at): TestResult[] => {
    const [, name] = /^ {2}● (?!Console$)(.+)$/.exec(line) ?? [];
    const message = lines
      .slice(at + 1)
      .find((each) => each.trim())
      ?.trim();
    return name ? [{ group, name, status: "failed", ...(message && { message }) }] : [];
  });
}
