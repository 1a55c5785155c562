import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { listFiles } from "../../../../ci/local/source/listing.ts";

afterEach(() => vi.unstubAllEnvs());

const temporary = () => mkdtempSync(join(tmpdir(), "multistage-listing-"));

/** A repository with a file that git ignores. */
function repository(): string {
  const root = temporary();
  execFileSync("git", ["init", "-q"], { cwd: root });
  mkdirSync(join(root, "services"));
  for (const [name, text] of Object.entries({ ".gitignore": ".env\n", ".env": "", "services/a": "" }))
    writeFileSync(join(root, name), text);
  return root;
}

describe("a repository", () => {
  it.each([
    [".", [".gitignore", "services/a"]],
    ["services", ["a"]],
  ])("is listed whoever owns it, as none of its settings count: %s", async (below, paths) => {
    const root = repository();
    vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    expect(await listFiles(join(root, below))).toEqual({ paths, links: [], git: true });
  });

  it("that is damaged is not taken for a tree without git", async () => {
    const root = repository();
    rmSync(join(root, ".git/HEAD"));
    await expect(listFiles(join(root, "services"))).rejects.toMatchObject({
      exitCode: 2,
      message: `${root}/.git is no repository`,
    });
  });

  it("needs git", async () => {
    const root = repository();
    vi.stubEnv("PATH", temporary());
    vi.stubEnv("MULTISTAGE_NO_INSTALL", "1");
    await expect(listFiles(root)).rejects.toMatchObject({ message: "missing: git", exitCode: 2 });
  });
});

describe("a file whose name isn't UTF-8", () => {
  const odd = (root: string) => Buffer.concat([Buffer.from(`${root}/caf`), Buffer.of(0xe9)]);
  const refusal = (name: string) => ({
    message: `${name}: its name is not UTF-8`,
    exitCode: 2,
    next: "rename it, or remove it",
  });

  it("is refused, not left out, until it is renamed", async () => {
    const root = repository();
    writeFileSync(odd(root), "");
    execFileSync("git", ["add", "."], { cwd: root });
    await expect(listFiles(root)).rejects.toMatchObject(refusal("caf\\xe9"));
    renameSync(odd(root), join(root, "cafe"));
    expect((await listFiles(root)).paths).toEqual(["cafe", ".gitignore", "services/a"]);
  });

  it.each([
    [[]],
    [["init", "-q", "library"]],
  ])("is refused where git lists no files, too: %j", async (words) => {
    const root = repository();
    mkdirSync(join(root, "library"));
    if (words.length) execFileSync("git", words, { cwd: root });
    else rmSync(join(root, ".git"), { recursive: true });
    writeFileSync(odd(join(root, "library")), "");
    await expect(listFiles(root)).rejects.toMatchObject(refusal("library/caf\ufffd"));
  });

  it("may lie where no build reads", async () => {
    const root = repository();
    for (const directory of [".venv", ".venv/x"]) mkdirSync(join(root, directory));
    writeFileSync(odd(join(root, ".venv/x")), "");
    expect((await listFiles(root)).paths).toEqual([".gitignore", "services/a"]);
  });
});

it("without a repository all files count, with git and without", async () => {
  const root = temporary();
  writeFileSync(join(root, "a"), "");
  expect(await listFiles(root)).toEqual({ paths: ["a"], links: [], git: false });
  vi.stubEnv("PATH", temporary());
  vi.stubEnv("MULTISTAGE_NO_INSTALL", "1");
  expect(await listFiles(root)).toEqual({ paths: ["a"], links: [], git: false });
});
