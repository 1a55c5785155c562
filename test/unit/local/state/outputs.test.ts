import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rememberedOutput, rememberOutput } from "../../../../ci/local/state/outputs.ts";

it("what a build printed is there under its key, its end where it is long", async () => {
  process.env.XDG_CACHE_HOME = mkdtempSync(join(tmpdir(), "multistage-outputs-"));
  expect(await rememberedOutput("sha256:a")).toBe("");
  await rememberOutput("sha256:a", `${"x".repeat(300_000)}end`);
  const kept = await rememberedOutput("sha256:a");
  expect(kept).toHaveLength(200_000);
  expect(kept.endsWith("xend")).toBe(true);
  expect(await rememberedOutput("sha256:b")).toBe("");
});
