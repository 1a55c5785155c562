import type { TestResult, TestStatus } from "../result.ts";

const MARKS: Record<string, TestStatus> = { "✔": "passed", "✖": "failed", "﹣": "skipped" };

/** `node --test` as people read it: a suite opens with ▶ and closes with its own name; what failed is repeated at the end. */
export function nodeSpecTests(lines: string[]): TestResult[] {
  const end = lines.findIndex((line) => line.startsWith("✖ failing tests:"));
  const open: { name: string; depth: number }[] = [];
  const found: TestResult[] = [];
  for (const line of end < 0 ? lines : lines.slice(0, end)) {
    const [, space = "", mark = "", name = "", time, directive] = LINE.exec(line) ?? [];
    if (!mark) continue;
    const depth = space.length;
    const closed = open.findLastIndex((suite) => suite.depth === depth && suite.name === name);
    while (open.length && (open.at(-1)?.depth ?? 0) >= depth) open.pop();
    if (closed >= 0 && time) continue;
    const status = directive ? "skipped" : MARKS[mark];
    if (!status) open.push({ name, depth });
    else found.push({ group: groupOf(open), name, status, ...(time && { durationMs: Number(time) }) });
  }
  return found;
}

const LINE = /^( *)([✔✖﹣▶]) (.*?)(?: \(([\d.]+)ms\))?( # (?:SKIP|TODO|.*skip).*)?$/;

function groupOf(open: { name: string }[]): string | undefined {
  return open.map(({ name }) => name).join(" > ") || undefined;
}
