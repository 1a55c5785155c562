import type { TestResult } from "../result.ts";
import { counted, milliseconds } from "./unnamed-tests.ts";

/** Maven's surefire: a line a class with its counts, and the names of tests that failed. */
export function surefireTests(lines: string[]): TestResult[] {
  let running: string | undefined;
  return lines.flatMap((line, at) => {
    running = /^(?:\[INFO\] )?Running (\S+)$/.exec(line)?.[1] ?? running;
    const [, ran, failures, errors, skipped, rest = ""] = COUNTS.exec(line) ?? [];
    // Totals at the end say no time.
    if (!ran || !rest.includes("Time elapsed")) return [];
    const group = / in (\S+)$/.exec(rest)?.[1] ?? running;
    const failed = failedAfter(lines.slice(at + 1), group, Number(failures) + Number(errors));
    const passed = counted(group, 0, Number(ran) - failed.length - Number(skipped), "passed");
    return [...failed, ...passed, ...counted(group, passed.length, Number(skipped), "skipped")];
  });
}

const COUNTS = /^(?:\[\w+\] )?Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)(.*)$/;

/** `[ERROR] com.example.CalcTest.adds -- Time elapsed: 0.01 s <<< FAILURE!`, or `adds(com.example.CalcTest)  Time …`. */
const FAILED = /^(?:\[ERROR\] )?(.+?) +(?:-- )?Time elapsed: ([\d.]+) s +<<< (?:FAILURE|ERROR)!/;

function failedAfter(lines: string[], group: string | undefined, count: number): TestResult[] {
  const end = lines.findIndex((line) => COUNTS.test(line));
  const mine = end < 0 ? lines : lines.slice(0, end);
  const named = mine.flatMap((line, at): TestResult[] => {
    const [, name = "", time] = FAILED.exec(line) ?? [];
    if (!name) return [];
    return [
      {
        group,
        name: shortName(name, group),
        status: "failed",
        durationMs: milliseconds(time),
        message: mine[at + 1],
      },
    ];
  });
  return [...named, ...counted(group, named.length, count - named.length, "failed")];
}

function shortName(name: string, group = ""): string {
  return name.startsWith(`${group}.`) ? name.slice(group.length + 1) : name.replace(`(${group})`, "");
}
