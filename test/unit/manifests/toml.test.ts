import { describe, expect, test } from "vitest";
import { TomlTables } from "../../../src/manifests/toml.ts";

test("tables, keys and texts with their lines", () => {
  const text = [
    'top = "a" # why',
    "[a.'b'] # c",
    "x . y=1",
    'list = [ "one", # [',
    "  'two' ]",
    'long = """',
    '[no] "quoted" = 1',
    '"""',
    '[[bin]]\r\nname = "#x"',
    'inline = { git = "u" } # c',
    "a b = 1",
    "open = [",
    "  1",
  ].join("\n");
  const { tables } = new TomlTables(text);
  expect(tables.map(({ name, line }) => [name, line])).toEqual([
    ["", 1],
    ["a.b", 2],
    ["bin", 9],
  ]);
  const entries = tables.flatMap((table) => table.entries);
  expect(entries.map(({ key, values, line }) => [key, values, line])).toEqual([
    ["top", ["a"], 1],
    ["x.y", ["1"], 3],
    ["list", ["one", "two"], 4],
    ["long", ['\n[no] "quoted" = 1\n'], 6],
    ["name", ["#x"], 10],
    ["inline", ['{ git = "u" }'], 11],
    ["open", [], 13],
  ]);
});

describe("a hostile text is read once, whatever it repeats", { timeout: 5000 }, () => {
  const parts = ["a.", "a . ", '"', "'", '"""', "'''", '\\"', '"\\', "[", "{", "[ ", " ", "a = [\n", "a=\n"];
  const ends = ["!", "=", "\n", ' = "', ""];
  test.each(
    parts.flatMap((part) => ["", "a = ", 'a = "', "["].map((start) => [start, part])),
  )("%j, then %j", (start, part) => {
    const end = ends[(start.length + part.length) % ends.length];
    const text = `${start}${part.repeat(250_000 / part.length)}${end}`;
    expect(new TomlTables(text).tables.length).toBeGreaterThan(0);
  });
});
