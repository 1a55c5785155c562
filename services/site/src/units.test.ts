import { expect, test } from "vitest";
import { convert, likes, units } from "./units.ts";

test.each([
  [1, "mile", "kilometre", 1.609344],
  [90, "minute", "hour", 1.5],
  [16, "ounce", "pound", 1],
  [0.1 + 0.2, "metre", "metre", 0.3],
])("%d %s in %s", (value, from, to, expected) => {
  expect(convert(value, from, to)).toBe(expected);
});

test("length is not weight", () => {
  expect(convert(1, "mile", "pound")).toBeUndefined();
  expect(convert(1, "mile", "toString")).toBeUndefined();
});

test("every unit converts to all of its family and back", () => {
  for (const from of units) {
    for (const to of likes(from)) expect(convert(convert(7, from, to)!, to, from)).toBeCloseTo(7, 6);
  }
});
