import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ignoreFile } from "../../../../ci/local/source/ignore-file.ts";
import { readSource } from "../../../../ci/local/source/source.ts";

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
  writeFileSync(join(source.root, ".git/index"), "no index");
  await expect(patterns(source)).rejects.toMatchObject({ message: "git ls-files failed", exitCode: 2 });
});

it("asks the root's repository alone, not one that lies in the directory", async () => {
  const source = await ignoring();
  writeFileSync(join(source.root, ".git/info/exclude"), "*.log\n");
  execFileSync("git", ["init", "-q", "--bare", "service"], { cwd: source.root });
  writeFileSync(join(source.root, "service/info/exclude"), "HEAD\n");
  writeFileSync(join(source.root, "service/a.log"), "");
  const listed = (await ignoreFile(source, { context: "service", ignored: "" })).split("\n");
  expect(listed).toContain("a.log");
  expect(listed).not.toContain("HEAD");
});

it.each([
  "service",
  "service/deep",
])("holds nothing of a submodule, whose files all count: %s", async (context) => {
  const source = await ignoring();
  execFileSync("git", ["init", "-q", "service"], { cwd: source.root });
  mkdirSync(join(source.root, "service/deep"));
  for (const name of ["service/a", "service/deep/a"]) writeFileSync(join(source.root, name), "");
  writeFileSync(join(source.root, "service/.git/info/exclude"), "*\n");
  const listed = (await ignoreFile(source, { context, ignored: "" })).split("\n");
  expect(listed.filter((line) => line && !line.startsWith("**/"))).toEqual([]);
});
