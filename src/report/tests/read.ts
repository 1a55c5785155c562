import { COLOUR } from "../control-characters.ts";
import type { ServiceTests, TestResult } from "../result.ts";
import { cargoTests } from "./cargo.ts";
import { goTests } from "./go.ts";
import { jestTests } from "./jest.ts";
import { nodeSpecTests } from "./node-spec.ts";
import { pytestTests } from "./pytest.ts";
import { surefireTests } from "./surefire.ts";
import { tapTests } from "./tap.ts";
import { unittestTests } from "./unittest.ts";
import { vitestTests } from "./vitest.ts";

const REPORTERS = [
  goTests,
  pytestTests,
  unittestTests,
  surefireTests,
  tapTests,
  nodeSpecTests,
  cargoTests,
  vitestTests,
  jestTests,
];

/** Bounds of what is read and told: a service's tests print what they like. */
const MOST = { characters: 1_000_000, line: 1000, tests: 2000, message: 1000 };

/**
 * The tests that a service's own reporter tells of, from what its test stage printed; a command may have called several.
 *
 * @returns undefined where nothing is recognised.
 */
export function testsIn(output: string): ServiceTests | undefined {
  const lines = output.slice(-MOST.characters).replace(COLOUR, "").split(/\r?\n/).map(bounded);
  const all = REPORTERS.flatMap((reporter) => reporter(lines));
  if (!all.length) return undefined;
  const isFailed = ({ status }: TestResult) => status === "failed";
  const ordered = [...all.filter(isFailed), ...all.filter((test) => !isFailed(test))];
  const kept = new Set(all.length > MOST.tests ? ordered.slice(0, MOST.tests) : all);
  const cases = all.filter((test) => kept.has(test)).map(shortened);
  return { cases, ...(all.length > cases.length && { leftOut: all.length - cases.length }) };
}

function bounded(line: string): string {
  return line.length > MOST.line ? line.slice(0, MOST.line) : line;
}

function shortened({ message, ...test }: TestResult): TestResult {
  return message ? { ...test, message: message.slice(0, MOST.message) } : test;
}
