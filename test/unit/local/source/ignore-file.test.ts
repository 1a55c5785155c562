import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { ignoreFile } from "../../../../ci/local/source/ignore-file.ts";
import { readSource } from "../../../../ci/local/source/source.ts";

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

it.each([
  ["#secret", "\\#secret"],
  ["!secret", "\\!secret"],
  ["a#!", "a#!"],
  ["trailing ", "trailing[ ]"],
  [" leading", "[ ]leading"],
  ["two\nlines", "two\\nlines"],
  ["a*b", "a\\*b"],
  ["a\\b", "a\\\\b"],
])("names %j as builders read names: %s", async (name, pattern) => {
  expect(await patterns(await ignoring(name))).toContain(pattern);
});

it("refuses what no pattern can name", async () => {
  const source = await ignoring(".env");
  writeFileSync(Buffer.concat([Buffer.from(`${source.root}/caf`), Buffer.of(0xe9)]), "");
  await expect(patterns(source)).rejects.toMatchObject({
    message: "caf\\xe9: its name is not UTF-8",
    exitCode: 2,
    next: "rename it, or remove it",
  });
});

it("is none where git fails", async () => {
  const source = await ignoring(".env");
  vi.stubEnv("GIT_CONFIG_GLOBAL", "/dev/null");
  vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
  await expect(patterns(source)).rejects.toMatchObject({ message: "git ls-files failed", exitCode: 2 });
});
