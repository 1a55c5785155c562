import { expect, test } from "vitest";
import { sizeBytes } from "../../../src/descriptor/size.ts";
import { distance, listed, nearest } from "../../../src/yaml/nearest.ts";

test.each([
  ["port", "port", 0],
  ["prot", "port", 1],
  ["por", "port", 1],
  ["", "abc", 3],
  ["ca", "abc", 3],
  ["kitten", "sitting", 3],
])("from %s to %s: %i", (a, b, edits) => {
  expect(distance(a, b)).toBe(edits);
  expect(distance(b, a)).toBe(edits);
});

test.each([
  ["prot", ["path", "port"], "port"],
  ["API", ["api", "web"], "api"],
  ["checkout", ["api", "web"], undefined],
  ["x", [], undefined],
])("%s of %j is %s", (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant);
});

test("a long list is told in part", () => {
  expect(listed(["a", "b", "c"], 2)).toBe("a, b, c");
  expect(listed(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
});

test.each([
  ["12 MB", 12_000_000],
  ["1.5GB", 1_500_000_000],
  ["10MiB", 10_485_760],
  ["11.5 MB", 11_500_000],
  ["200 kB", 200_000],
])("%s is %i bytes", (text, bytes) => {
  expect(sizeBytes(text)).toBe(bytes);
});
