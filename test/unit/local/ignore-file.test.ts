import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { ignoreFile } from "../../../ci/local/ignore-file.ts";
import { readSource } from "../../../ci/local/source.ts";

afterEach(() => vi.unstubAllEnvs());

/** A repository that ignores files of these names. */
async function ignoring(...names: string[]) {
  const root = mkdtempSync(join(tmpdir(), "multistage-ignore-"));
  execFileSync("git", ["init", "-q"], { cwd: root });
  for (const name of names) writeFileSync(join(root, name), "");
  writeFileSync(join(root, ".git/info/exclude"), "*\n");
  return readSource(root);
}

const patterns = async (source: Awaited<ReturnType<typeof ignoring>>) =>
  (await ignoreFile(source, { context: ".", ignored: "" })).split("\n");

it("holds what git ignores", async () => {
  expect(await patterns(await ignoring(".env"))).toContain(".env");
});

it("is none where git fails", async () => {
  const source = await ignoring(".env");
  vi.stubEnv("GIT_CONFIG_GLOBAL", "/dev/null");
  vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
  await expect(patterns(source)).rejects.toMatchObject({ message: "git ls-files failed", exitCode: 2 });
});
