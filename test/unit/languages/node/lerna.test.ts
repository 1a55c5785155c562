import { expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectNode } from "../../../../src/languages/node/detect.ts";
import { json } from "../../detection/facts.ts";

const faults = (files: Record<string, string>, range = "^1.0.0") => {
  const all = {
    "packages/api/package.json": json({ main: "a.js", dependencies: { util: range, ms: "2" } }),
    "packages/api/a.js": "",
    "packages/util/package.json": json({ name: "util" }),
    ...files,
  };
  const { faults = [] } = detectNode(Snapshot.of(all).under("packages/api")) ?? {};
  return faults.map(({ line, message, hint }) => `${line}: ${message}: ${hint}`);
};

const LERNA = { "lerna.json": json({ packages: ["packages/*"] }) };
const MANIFEST = { "package.json": json({ workspaces: ["packages/*"] }) };

test("a package that Lerna alone links is no other's of that name", () => {
  expect(faults(LERNA)).toEqual([
    "4: util is a package of lerna.json's, which Lerna alone links: name its directory in `workspaces` of ../../package.json",
  ]);
});

test("one that a manager links is found by it", () => {
  expect(faults({ ...LERNA, ...MANIFEST })).toEqual([]);
  expect(faults(LERNA, "file:../util")).toEqual([]);
  expect(faults({})).toEqual([]);
});
