import { expect, it } from "vitest";
import { merged } from "../../../src/descriptor/merged.ts";

it("adds to what was detected, and takes none where the list is empty", () => {
  expect(merged(undefined, ["b", "a"])).toEqual(["b", "a"]);
  expect(merged(["c", "a"], ["b", "a"])).toEqual(["c", "a", "b"]);
  expect(merged([], ["a"])).toEqual([]);
});
