import { describe, expect, test } from "vitest";
import { glob, globs } from "../../../src/files/globs.ts";

describe("whole paths", () => {
  const table: [pattern: string, matched: string[], others: string[]][] = [
    ["a", ["a"], ["b", "a/b", "b/a"]],
    ["a/*", ["a/b", "a/.c"], ["a", "a/b/c"]],
    ["a/**", ["a/b", "a/b/c"], ["a", "ab"]],
    ["**", ["a", "a/b", "."], []],
    ["**/a", ["a", "b/a", "b/c/a"], ["ba", "a/b"]],
    ["a/**/b", ["a/b", "a/c/b", "a/b/b", "a/b/c/b"], ["a/bb", "ab"]],
    ["**/*.x", ["a.x", "b/.x"], ["ax", "a.x/b"]],
    ["a?c*e", ["abce", "abcdde"], ["ace", "a/ce", "abcd"]],
    ["*a*b*", ["ab", "xaxbx", "aab"], ["ba", "a/b"]],
    ["a+(b).[c]", ["a+(b).[c]"], ["aab.c"]],
  ];
  test.each(table)("%s", (pattern, matched, others) => {
    expect([...matched, ...others].filter(glob(pattern))).toEqual(matched);
  });
});

test("folders above a path", () => {
  const paths = ["a/node_modules/b/c", "node_modules", "node_modules2", "src/x.ts", "src"];
  expect(paths.filter(globs(["**/node_modules", "src/**"]))).toEqual([...paths.slice(0, 2), "src/x.ts"]);
});

test("a hostile pattern ends", { timeout: 2000 }, () => {
  const path = `${"a/".repeat(500)}b`;
  expect(globs([`${"**/".repeat(500)}c`, `${"**/a/".repeat(200)}c`])(path)).toBe(false);
  expect(glob(`${"*a".repeat(100)}c`)("a".repeat(250))).toBe(false);
});
