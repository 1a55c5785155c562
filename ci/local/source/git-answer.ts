import { EXIT, Failure } from "../../../src/failure.ts";
import type { Captured } from "../process/capture.ts";

/** What git told. @throws a `Failure` (exit 2) with git's own words where it failed. */
export function toldBy(words: string[], { exitCode, output, errors }: Captured): Buffer {
  if (exitCode === 0) return output;
  const lines = errors.toString().split("\n");
  const said = lines.map((line) => line.trim()).filter(Boolean);
  throw new Failure(`git ${words[0]} failed`, { exitCode: EXIT.input, lines: said.slice(-10) });
}
