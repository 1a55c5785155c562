import { describe, expect, it } from "vitest";
import {
  isCount,
  isListOf,
  isObject,
  isRecordOf,
  isText,
  LONGEST,
  outsideJson,
} from "../../src/outside-json.ts";

describe("JSON from outside", () => {
  it.each([
    "",
    "{",
    "null",
    "[]",
    "7",
    "<html>",
    "\u0000",
    "[".repeat(100_000),
    `{"a":"${"x".repeat(LONGEST)}"}`,
  ])("is nothing where it is no object that can be read: %.12s", (text) =>
    expect(outsideJson(text, isObject)).toBeUndefined());

  it("is what it says where it has the form", () => {
    expect(outsideJson('{"a":1}', isObject)).toEqual({ a: 1 });
    expect(outsideJson("[1]", (value) => isListOf(value, isCount))).toEqual([1]);
    expect(outsideJson('["1"]', (value) => isListOf(value, isCount))).toBeUndefined();
    expect(outsideJson('{"a":1}', (value) => isRecordOf(value, isText))).toBeUndefined();
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 60, "1", null])("counts nothing by %j", (value) => {
    expect(isCount(value)).toBe(false);
  });
});
