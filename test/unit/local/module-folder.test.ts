import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { moduleFolder } from "../../../ci/local/module-folder.ts";
import { PROJECT } from "../../../ci/local/paths.ts";

afterEach(() => vi.unstubAllEnvs());

it("a checkout's is loaded where it lies", () => expect(moduleFolder()).toBe(PROJECT));

it("an installed package's is copied once to where no git repository ignores it", () => {
  const root = mkdtempSync(join(tmpdir(), "multistage-module-"));
  vi.stubEnv("XDG_CACHE_HOME", join(root, "cache"));
  const installed = join(root, "node_modules/multistage/dist/module");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "dagger.json"), "{}");
  const copy = moduleFolder(installed);
  expect(copy).toContain(join(root, "cache/multistage/modules/"));
  expect(readdirSync(copy)).toEqual(["dagger.json"]);
  expect(moduleFolder(installed)).toBe(copy);
  expect(readdirSync(join(root, "cache/multistage/modules"))).toHaveLength(1);
});
