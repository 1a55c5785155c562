import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../ci/local/functions.ts";
import { type Described, moduleFunctions, SURFACE } from "../../../ci/surface.ts";

describe("the module as Dagger's introspector reads it", () => {
  let functions: Record<string, Described>;
  beforeAll(async () => {
    functions = await moduleFunctions();
  });

  it("is what the command line has written down: else run ci/write-surface.ts", () => {
    expect(JSON.parse(readFileSync(SURFACE, "utf8"))).toEqual(functions);
  });

  it("has the functions of the local command, and those that need an engine", () => {
    const shared = Object.keys(FUNCTIONS).filter((name) => !FUNCTIONS[name]?.isHere);
    expect(Object.keys(functions).sort()).toEqual([...shared, ...ENGINE_FUNCTIONS].sort());
  });

  it("lets whoever builds, or may, say whose caches are used", () => {
    const building = Object.entries(functions).filter(([, { flags }]) => flags.secret || flags.stage);
    expect(building.length).toBeGreaterThan(9);
    for (const [name, { flags }] of building) expect(Object.keys(flags), name).toContain("domain");
  });

  it("says what every function and argument means", () => {
    for (const { help, flags } of Object.values(functions)) {
      expect(help).not.toBe("");
      for (const flag of Object.values(flags)) expect(flag.help).toMatch(/\w/);
    }
  });
});

/** What other modules compose, and `dagger check`. */
const ENGINE_FUNCTIONS = [
  "affected-list",
  "base",
  "check-budgets",
  "check-descriptors",
  "check-lint",
  "check-tests",
  "image",
  "images",
  "plan-list",
  "service-list",
  "size",
];
