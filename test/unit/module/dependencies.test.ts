import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../../../ci/local/paths.ts";

const { dependencies, devDependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));

/** What Dagger puts beside the module itself, and what comes with its runtime. */
const GIVEN = /^(@dagger\.io\/dagger(\/|$)|node:)/;

const imported = readdirSync(join(PROJECT, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .flatMap((path) => [
    ...readFileSync(join(PROJECT, "src", path), "utf8").matchAll(
      /^(?:import|export)\b[^;]*? from "([^."][^"]*)";/gm,
    ),
  ])
  .map(([, name]) => name)
  .filter((name) => !GIVEN.test(name ?? ""));

describe("packages that the module is run with", () => {
  it("are those that it imports, and the TypeScript that Dagger reads it with", () => {
    expect(Object.keys(dependencies).sort()).toEqual([...new Set([...imported, "typescript"])].sort());
  });

  it("have one exact version: an engine sees no lockfile", () => {
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("are named once", () => {
    expect(Object.keys(devDependencies).filter((name) => name in dependencies)).toEqual([]);
  });
});
