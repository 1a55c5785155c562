import { describe, expect, test } from "vitest";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { readJson } from "../../../src/manifests/json.ts";
import { jsonEnd } from "../../../src/manifests/json-scan.ts";

const REMOVE = "remove the comma before the closing bracket";

describe("what isn't JSON is told where it stops being it", () => {
  const table: [text: string, place: string, hint?: string][] = [
    ['{\n  "a": tru\n}', "2:8"],
    ["{\n  \"a\": 'x'\n}", "2:8"],
    ['{\n  "a":\n}', "3:1"],
    ['{\n  "a" 1\n}', "2:7"],
    ['{ "a": 1 "b": 2 }', "1:10"],
    ['{ "a": 01 }', "1:8"],
    ['{ "a": 1.e5 }', "1:8"],
    ["{ a: 1 }", "1:3"],
    ['{ "a": "x\ny" }', "1:8"],
    ['{ "a": "\\x" }', "1:8"],
    ['{ "a": [1, 2}', "1:13"],
    ['{ "a": 1', "1:9"],
    ["", "1:1"],
    ["// a\n{}", "1:1"],
    ["{} {}", "1:4"],
    ['{ "a": ",}", "b": [1,\n ] }', "1:21", REMOVE],
    ['{\n  "a": 1,\n}', "2:9", REMOVE],
    ["{,}", "1:2"],
  ];
  test.each(table)("%j", (text, place, hint) => {
    const faults = readJson(Snapshot.of({ "package.json": text }), "package.json")?.faults ?? [];
    const told = faults.map(({ line, column, message, hint }) => [`${line}:${column}`, message, hint]);
    expect(told).toEqual([[place, "not JSON", hint]]);
  });
});

test.each([
  ["its first bytes read as UTF-8", "\uFFFD\uFFFD{\0}\0"],
  ["no mark", "{\0}\0"],
  ["no mark, the other way round", "\0{\0}"],
])("UTF-16 is told from what is no JSON: %s", (_name, text) => {
  expect(readJson(Snapshot.of({ "package.json": text }), "package.json")?.faults).toEqual([
    {
      file: "package.json",
      ...{ line: 1, column: 1 },
      message: "is UTF-16, which JSON's readers refuse",
      hint: "save it as UTF-8",
    },
  ]);
});

test("what is JSON is read to its end", () => {
  const value = { a: [1, -2.5e3, true, null, [], {}], 'b"\\\n': { c: "ü" } };
  for (const space of [undefined, 2]) {
    const text = JSON.stringify(value, null, space);
    expect(jsonEnd(text)).toBe(text.length);
  }
});

test("what is too long or nested too deeply is refused where it is so", () => {
  const told = (text: string) =>
    readJson(Snapshot.of({ "package.json": text }), "package.json")?.faults.map(
      ({ line, column, message }) => `${line}:${column}: ${message}`,
    );
  expect(told(`{"a":\n${"[".repeat(20_000)}`)).toEqual(["2:200: nested too deeply"]);
  expect(told(`{"a": ${"[".repeat(199)}${"]".repeat(199)}, "b": "${"[".repeat(300)}"}`)).toEqual([]);
  expect(told(`{"a":\n"${"x".repeat(5_000_000)}"}`)).toEqual(["2:4194299: the file is longer than 4 MB"]);
});

describe("a hostile text is read once, whatever it repeats", { timeout: 5000 }, () => {
  test.each(['"', '"\\', '\\"', "[]", "{}", ",", ", ", " ", "1", '"":', "e"])("%j", (part) => {
    const text = `{"a":[${part.repeat(1_000_000 / part.length)}`;
    expect(readJson(Snapshot.of({ a: text }), "a")?.faults).toHaveLength(1);
  });
});
