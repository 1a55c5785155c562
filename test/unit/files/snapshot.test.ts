import { expect, test } from "vitest";
import { globs } from "../../../src/files/globs.ts";
import { join, relative } from "../../../src/files/paths.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";

const tree = Snapshot.of({
  "services/api/go.mod": "module api\n\ngo 1.26\n",
  "services/api2/x": "",
  "services/a": "",
  z: "",
});

test("a view of a directory has its files and no neighbour's", () => {
  const api = tree.under("services/api");
  expect(api.directory).toBe("services/api");
  expect(api.paths).toEqual(["go.mod"]);
  expect(api.has("go.mod")).toBe(true);
  expect(api.has("../a")).toBe(true);
  expect([".", "..", "", "x", "none"].map((path) => api.has(path))).toEqual(Array(5).fill(false));
  expect(tree.under("z").has(".")).toBe(true);
  expect(api.text("go.mod")).toContain("go 1.26");
  expect(api.line("go.mod", /^go /)).toBe(3);
  expect(api.find(/mod$/)).toEqual(["go.mod"]);
});

test("directories", () => {
  expect(tree.hasDirectory("services/api")).toBe(true);
  expect(tree.hasDirectory("services/ap")).toBe(false);
  expect(tree.hasDirectory("z")).toBe(false);
  expect(tree.hasDirectory(".")).toBe(true);
  expect(Snapshot.of({}).hasDirectory(".")).toBe(false);
});

test("views of views, the root and what lies between", () => {
  const api = tree.under("services").under("api");
  expect(api.paths).toEqual(["go.mod"]);
  expect(api.root.paths).toHaveLength(4);
  expect(api.above().map(({ directory }) => directory)).toEqual(["services", "."]);
  expect(tree.above()).toEqual([]);
  expect(tree.under(".")).toBe(tree);
});

test("files by name", () => {
  expect(tree.named("go.mod")).toEqual(["services/api/go.mod"]);
  expect(tree.under("services").named("go.mod")).toEqual(["api/go.mod"]);
  expect(tree.under("services/api2").named("go.mod")).toEqual([]);
});

test("files that patterns match, as globs alone would find them", () => {
  const all = Snapshot.of({ "a/b/c": "", "a/b2": "", "a/c.go": "", "b/a/b": "", d: "" });
  const sets = [["a/b"], ["a", "d"], ["a/*", "b"], ["**/b"], ["."], [], ["a/b", "a/b/c"]];
  for (const patterns of sets)
    expect(all.matching(patterns), String(patterns)).toEqual(all.paths.filter(globs(patterns)));
  expect(all.under("a").matching(["b", "*.go"])).toEqual(["b/c", "c.go"]);
});

test("equal texts are parsed once, wherever they lie", () => {
  let parsed = 0;
  const length = (text: string) => {
    parsed += 1;
    return text.length;
  };
  const files = Snapshot.of({ "a/x": "one", "b/x": "one", "c/x": "other" });
  expect(["a/x", "b/x", "c/x", "d/x"].map((path) => files.parsed(path, length))).toEqual([
    3,
    3,
    5,
    undefined,
  ]);
  expect(parsed).toBe(2);
});

test("paths", () => {
  expect(join("a/b", "../../c")).toBe("c");
  expect(join("a", "../..")).toBe("..");
  expect(join(".", "./")).toBe(".");
  expect(relative("a/b", "a/c/d")).toBe("../c/d");
  expect(relative(".", "a")).toBe("a");
  expect(relative("a/b", ".")).toBe("../..");
  expect(relative("a", "a")).toBe(".");
});
