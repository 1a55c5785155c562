import { isObject } from "../../untrusted-json.ts";
import type { TestResult, TestStatus } from "../result.ts";
import { milliseconds } from "./unnamed-tests.ts";

const STATUS: Record<string, TestStatus> = { PASS: "passed", FAIL: "failed", SKIP: "skipped" };

/**
 * `go test`: tests by package. Without `-v` it names those that failed alone; a package that names none is a test
 * itself. What `-json` prints is read as the text that is in it.
 */
export function goTests(lines: string[]): TestResult[] {
  const found: TestResult[] = [];
  let ofPackage: TestResult[] = [];
  let said: string[] = [];
  let isRunning = false;
  for (const line of lines.flatMap(textOf)) {
    const [, word = "", name = "", time] = /^ *--- (PASS|FAIL|SKIP): (\S+) \(([\d.]+)s\)$/.exec(line) ?? [];
    const status = STATUS[word];
    const [, ending, path, after = ""] = /^(ok {2}|FAIL)\t(\S+)(?:[\t ](.*))?$/.exec(line) ?? [];
    if (status) {
      ofPackage.push({ name, status, durationMs: milliseconds(time), ...saidOf(status, said) });
      [said, isRunning] = [[], false];
    } else if (path) {
      if (!ofPackage.length) ofPackage.push(packageResult(path, ending === "FAIL", after));
      found.push(...ofPackage.map((test) => ({ ...test, group: path })));
      [ofPackage, said] = [[], []];
    } else if (/^=== /.test(line)) [said, isRunning] = [[], true];
    else if (/^ {4}/.test(line)) explain(isRunning ? undefined : ofPackage.at(-1), said, line);
  }
  return [...found, ...ofPackage];
}

/** With `-v` what a test says comes before its verdict, without it afterwards. */
function explain(last: TestResult | undefined, said: string[], line: string): void {
  if (!last) said.push(line.trim());
  else if (last.status === "failed") last.message = [last.message, line.trim()].filter(Boolean).join("\n");
}

function saidOf(status: TestStatus, said: string[]): Pick<TestResult, "message"> {
  return status !== "passed" && said.length ? { message: said.join("\n") } : {};
}

function packageResult(name: string, isFailed: boolean, after: string): TestResult {
  const [, time] = /^([\d.]+)s/.exec(after) ?? [];
  const message = isFailed ? { message: after || "it failed" } : {};
  return { name, status: isFailed ? "failed" : "passed", durationMs: milliseconds(time), ...message };
}

function textOf(line: string): string[] {
  if (!line.startsWith('{"')) return [line];
  try {
    const event: unknown = JSON.parse(line);
    if (!isObject(event) || typeof event.Output !== "string") return [];
    return event.Output.split("\n").filter(Boolean);
  } catch {
    return [];
  }
}
