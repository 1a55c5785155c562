import type { TestResult, TestStatus } from "../result.ts";

const STATUS: Record<string, TestStatus> = { ok: "passed", FAILED: "failed", ignored: "skipped" };

/** `cargo test`: tests by the program that has them. */
export function cargoTests(lines: string[]): TestResult[] {
  let group: string | undefined;
  const messages = messagesIn(lines);
  return lines.flatMap((line): TestResult[] => {
    const [, unit, documented] =
      /^ +(?:Running (?:unittests )?(\S+) \(.*\)|Doc-tests (\S+))$/.exec(line) ?? [];
    group = unit ?? (documented ? `doc-tests of ${documented}` : group);
    const [, name = "", word = "", time] =
      /^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)(?:, .*)?(?: <([\d.]+)s>)?$/.exec(line) ??
      [];
    const status = STATUS[word];
    if (!status) return [];
    const message = status === "failed" ? messages.get(name) : undefined;
    return [
      { group, name, status, ...(time && { durationMs: Number(time) * 1000 }), ...(message && { message }) },
    ];
  });
}

/** What failed tests printed: `---- NAME stdout ----` until an empty line. */
function messagesIn(lines: string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [at, line] of lines.entries()) {
    const [, name] = /^---- (.+) stdout ----$/.exec(line) ?? [];
    if (!name) continue;
    const after = lines.slice(at + 1, at + 20);
    // Builders leave empty lines out; the next one begins with dashes or is a list.
    const end = after.findIndex((each) => !each || /^(?:---- |failures:$|note: run with)/.test(each));
    found.set(name, after.slice(0, end < 0 ? after.length : end).join("\n"));
  }
  return found;
}
