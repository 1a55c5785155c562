import { expect, test } from "vitest";
import { demandOf } from "../../../src/detection/versions.ts";
import { TomlTables } from "../../../src/manifests/toml.ts";
import { byNumbers } from "../../../src/manifests/version-order.ts";

test.each([
  ["22", 1, { version: "22" }],
  ["v22.3.1", 1, { version: "22" }],
  ["22.x", 1, { version: "22" }],
  ["^20.1", 1, { version: "20" }],
  ["~20.1", 1, { version: "20" }],
  [">=18", 1, { minimum: "18" }],
  [">= 18.17.0", 1, { minimum: "18" }],
  [">18", 1, { minimum: "19" }],
  [">=18 <21", 1, { version: "20" }],
  [">=18 <=20", 1, { version: "20" }],
  ["18 - 20", 1, { version: "20" }],
  ["<20.5", 1, { version: "20" }],
  ["18 || 20 || >=22", 1, { minimum: "18" }],
  ["18 || 22 || 20", 1, { version: "22" }],
  ["lts/*", 1, {}],
  ["*", 1, {}],
  ["latest", 1, {}],
  ["", 1, {}],
  ["3.11.4", 2, { version: "3.11" }],
  ["3", 2, { minimum: "3" }],
  ["==3.12.*", 2, { version: "3.12" }],
  ["~=3.11", 2, { minimum: "3.11" }],
  ["~=3.11.2", 2, { version: "3.11" }],
  ["^3.11", 2, { minimum: "3.11" }],
  [">=3.9,<4", 2, { minimum: "3.9" }],
  [">=3.9, !=3.9.7, <3.13", 2, { version: "3.12" }],
  ["pypy3.10", 2, {}],
] as const)("%s with %i parts", (text, parts, demand) => {
  expect(demandOf(text, parts)).toEqual(demand);
});

test("orders numbers, not texts", () => {
  expect(["3.9", "3.11", "3.10"].sort(byNumbers)).toEqual(["3.9", "3.10", "3.11"]);
});

test("TOML as manifests have it", () => {
  const toml = new TomlTables(`top = 'a' # "no"
[a.b]
list = [
  "x # kept", # dropped
  'y',
]
c.d = { path = "../x", e = ["f"] }
text = """
[not.a.table]
"""
[[bin]]
name = "one"
[["bin"]]
name = "two"
`);
  expect(toml.text("", "top")).toBe("a");
  expect(toml.get("a.b", "list")).toMatchObject({ values: ["x # kept", "y"], line: 3 });
  expect(toml.get("a.b", "c.d")?.raw).toBe('{ path = "../x", e = ["f"] }');
  expect(toml.has("not.a.table")).toBe(false);
  expect(toml.has("a")).toBe(true);
  expect(toml.all("bin").map(({ entries }) => entries[0]?.values[0])).toEqual(["one", "two"]);
});
