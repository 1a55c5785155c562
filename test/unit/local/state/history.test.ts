import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { ServiceResult } from "../../../../src/report/result.ts";

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "multistage-history-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

it("expects what a service took last; what its language takes before; of others nothing", async () => {
  const { expectedDurations, rememberDurations } = await import("../../../../ci/local/state/history.ts");
  const services = [
    { name: "shop", language: "scala" },
    { name: "api", language: "go" },
    { name: "old", language: "dockerfile" },
  ];
  const [shop = 0, api = 0, old] = await expectedDurations(services);
  expect(shop).toBeGreaterThan(api);
  expect(old).toBeUndefined();
  const built = { name: "api", status: "built", durationMs: 7 } as ServiceResult;
  const cached = { name: "shop", status: "cached", durationMs: 1 } as ServiceResult;
  await rememberDurations([built, cached]);
  expect(await expectedDurations(services)).toEqual([shop, 7, undefined]);
});

it("a damaged file counts as none", async () => {
  const { expectedDurations } = await import("../../../../ci/local/state/history.ts");
  for (const text of ["", "null", "[]", "{", '{"old":"long"}']) {
    writeFileSync(join(cache, "multistage/durations.json"), text);
    expect(await expectedDurations([{ name: "old", language: "dockerfile" }])).toEqual([undefined]);
  }
});
