import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "multistage-last-run-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

it("what a run built is known to the next; a damaged file counts as none", async () => {
  const { lastRunOf } = await import("../../../../ci/local/state/last-run.ts");
  const { read, write } = lastRunOf("/source");
  expect(await read()).toEqual({});
  await write({ development: { api: "key" } });
  expect(await read()).toEqual({ development: { api: "key" } });
  const folder = join(cache, "multistage/last-run");
  const [file = ""] = readdirSync(folder);
  for (const text of ["", "null", "[]", '"text"', '{"development":null}', '{"development":{"api":7}}']) {
    writeFileSync(join(folder, file), text);
    expect(await read()).toEqual({});
  }
});
