import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { changedSince, snapshotAt } from "../../../../ci/local/source/changes.ts";
import { readSource } from "../../../../ci/local/source/source.ts";

const IDENTITY = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "protocol.file.allow=always"];
const temporary = () => mkdtempSync(join(tmpdir(), "multistage-git-"));
const git = (root: string, ...words: string[]) =>
  execFileSync("git", [...IDENTITY, ...words], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });

function committed(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git(root, "add", "-A");
  git(root, "commit", "-qm", "more");
}

describe("what differs since a commit", () => {
  let root: string;
  beforeAll(() => {
    root = temporary();
    git(root, "init", "-qb", "main");
    committed(root, {
      "a/old name.txt": "1",
      "a/tool.sh": "",
      "a/gone": "",
      "b/deep/x": "1",
      ".gitignore": "*.log",
    });
    git(root, "branch", "feature");
    committed(root, { "main-only.txt": "1" });
    git(root, "checkout", "-q", "feature");
  });

  it("renames by both names, deletions, modes, untracked files that git doesn't ignore; not what main did since", async () => {
    renameSync(join(root, "a/old name.txt"), join(root, "a/new\nname.txt"));
    git(root, "rm", "-q", "a/gone");
    chmodSync(join(root, "a/tool.sh"), 0o755);
    for (const name of ["fresh", "noise.log"]) writeFileSync(join(root, "b/deep", name), "");
    const { changed } = await changedSince(root, "main");
    expect(changed.sort()).toEqual([
      "a/gone",
      "a/new\nname.txt",
      "a/old name.txt",
      "a/tool.sh",
      "b/deep/fresh",
    ]);
  });

  it("relative to a source root that is a part of the repository", async () => {
    writeFileSync(join(root, "b/deep/x"), "2");
    const { base, changed } = await changedSince(join(root, "b"), "main");
    expect(changed.sort()).toEqual(["deep/fresh", "deep/x"]);
    expect((await snapshotAt(join(root, "b"), base)).paths).toEqual(["deep/x"]);
  });

  it("says what a shallow clone lacks", async () => {
    const shallow = temporary();
    git(shallow, "clone", "-q", "--depth", "1", "--no-single-branch", `file://${root}`, ".");
    await expect(changedSince(shallow, "origin/main")).rejects.toMatchObject({
      message: "this clone is shallow: it has no common ancestor of HEAD and origin/main",
      exitCode: 2,
      next: "git fetch --unshallow",
    });
    await expect(changedSince(shallow, "HEAD~1")).rejects.toMatchObject({
      message: "this clone is shallow: it has no HEAD~1",
      next: "git fetch --unshallow",
    });
    await expect(changedSince(shallow, "mian")).rejects.toThrow('git knows no commit "mian"');
  });

  it("says that there is no such commit, and how to get it", async () => {
    const narrow = temporary();
    git(narrow, "clone", "-q", "--single-branch", "--branch", "feature", `file://${root}`, ".");
    const error = await changedSince(narrow, "origin/main").catch((error) => error);
    expect(error).toMatchObject({ message: 'git knows no commit "origin/main"', exitCode: 2 });
    expect(error.next).toMatch(/^git fetch origin main/);
    git(narrow, ...error.next.split(" ").slice(1));
    expect((await changedSince(narrow, "origin/main")).changed).toEqual([]);
    const next = "git fetch origin main, and compare with FETCH_HEAD";
    await expect(changedSince(narrow, "main")).rejects.toMatchObject({ next });
    expect((await changedSince(narrow, "FETCH_HEAD")).changed).toEqual([]);
  });

  it("says where two histories have nothing in common", async () => {
    const apart = temporary();
    git(apart, "init", "-qb", "main");
    committed(apart, { a: "1" });
    git(apart, "checkout", "-q", "--orphan", "other");
    git(apart, "commit", "-qm", "alone");
    await expect(changedSince(apart, "main")).rejects.toMatchObject({
      message: "HEAD and main have no common ancestor",
      next: "compare with a commit that HEAD comes from",
    });
  });
});

describe("a git that fails", () => {
  it("is no git that found no difference: its own words are told", async () => {
    const root = temporary();
    git(root, "init", "-q");
    committed(root, { a: "1" });
    writeFileSync(join(root, "a"), "2");
    writeFileSync(join(root, ".git/index"), "no index");
    await expect(changedSince(root, "HEAD")).rejects.toMatchObject({
      message: expect.stringMatching(/^git (diff|ls-files) failed$/),
      exitCode: 2,
      lines: expect.arrayContaining([expect.stringContaining("index file smaller than expected")]),
    });
  });

  it("so does a clone without trees that can't get them", async () => {
    const origin = temporary();
    git(origin, "init", "-q");
    committed(origin, { "services/a": "1" });
    committed(origin, { "services/a": "2" });
    git(origin, "config", "uploadpack.allowFilter", "true");
    const treeless = temporary();
    git(treeless, "clone", "-q", "--filter=tree:0", `file://${origin}`, ".");
    renameSync(origin, `${origin}-gone`);
    await expect(changedSince(treeless, "HEAD~1")).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("a submodule", () => {
  let root: string;
  beforeAll(() => {
    const library = temporary();
    root = temporary();
    for (const one of [root, library]) git(one, "init", "-q");
    committed(library, { "code.txt": "1" });
    git(root, "submodule", "--quiet", "add", library, "libs/shared");
    committed(root, { "services/api/main.go": "" });
  });

  it("has files that count as they lie there", async () => {
    const { snapshot } = await readSource(root);
    expect(snapshot.paths).toEqual([".gitmodules", "libs/shared/code.txt", "services/api/main.go"]);
  });

  it("differs when it moved, also where git is told to ignore that", async () => {
    git(root, "config", "--file", ".gitmodules", "submodule.libs/shared.ignore", "all");
    committed(join(root, "libs/shared"), { "code.txt": "2" });
    expect((await changedSince(root, "HEAD")).changed).toContain("libs/shared");
  });
});
