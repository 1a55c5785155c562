import { describe, expect, it } from "vitest";
import {
  isCount,
  isListOf,
  isObject,
  isRecordOf,
  isText,
  LONGEST,
  untrustedJson,
} from "../../src/untrusted-json.ts";

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
    expect(untrustedJson(text, isObject)).toBeUndefined());

  it("is what it says where it has the form", () => {
    expect(untrustedJson('{"a":1}', isObject)).toEqual({ a: 1 });
    expect(untrustedJson("[1]", (value) => isListOf(value, isCount))).toEqual([1]);
    expect(untrustedJson('["1"]', (value) => isListOf(value, isCount))).toBeUndefined();
    expect(untrustedJson('{"a":1}', (value) => isRecordOf(value, isText))).toBeUndefined();
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 60, "1", null])("counts nothing by %j", (value) => {
    expect(isCount(value)).toBe(false);
  });
});
