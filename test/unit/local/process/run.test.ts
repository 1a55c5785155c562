import { expect, it } from "vitest";
import { runLines } from "../../../../ci/local/process/run.ts";

async function linesOf(script: string) {
  const lines: string[] = [];
  const exitCode = await runLines(["sh", "-c", script], { onLine: (line) => lines.push(line) });
  return { lines, exitCode };
}

it("lines of both outputs come in the order in which they were written", async () => {
  const { lines } = await linesOf("for n in $(seq 500); do echo out $n; echo err $n >&2; done");
  const written = Array.from({ length: 500 }, (_, at) => [`out ${at + 1}`, `err ${at + 1}`]).flat();
  expect(lines).toEqual(written);
});

it("answers the exit code, and has every line by then", async () => {
  expect(await linesOf("echo half >&2; printf whole; exit 7")).toEqual({
    exitCode: 7,
    lines: ["half", "whole"],
  });
});

it("a command that isn't there ends with 127, and says so", async () => {
  const lines: string[] = [];
  const exitCode = await runLines(["no-such-command"], { onLine: (line) => lines.push(line) });
  expect(exitCode).toBe(127);
  expect(lines.join("\n")).toContain("no-such-command");
});
