import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCheckout } from "../../../../ci/local/publish/checkout.ts";
import { differencesFrom } from "../../../../ci/local/source/differences.ts";
import { askGit } from "../../../../ci/local/source/git.ts";
import { listFiles } from "../../../../ci/local/source/listing.ts";

const temporary = () => mkdtempSync(join(tmpdir(), "multistage-view-"));
const git = (root: string, ...words: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...words], { cwd: root })
    .toString()
    .trim();

/** A repository with one commit of two files. */
function repository(...options: string[]): string {
  const root = temporary();
  git(root, "init", "-qb", "main", ...options);
  mkdirSync(join(root, "a"));
  for (const path of ["a/b", "c"]) writeFileSync(join(root, path), "1\n");
  git(root, "add", ".");
  git(root, "commit", "-qm", "one");
  return root;
}

describe("git answers as it would by itself", () => {
  it.each([
    [[]],
    [["--object-format=sha256"]],
  ])("in a repository, and a directory of it: %j", async (options) => {
    const root = repository(...options);
    expect(await readCheckout(root)).toMatchObject({
      revision: git(root, "rev-parse", "HEAD"),
      dirty: false,
    });
    expect((await listFiles(root)).paths).toEqual(["a/b", "c"]);
    expect((await listFiles(join(root, "a"))).paths).toEqual(["b"]);
    writeFileSync(join(root, "a/b"), "2\n");
    expect(await differencesFrom(join(root, "a"), "HEAD")).toEqual(["b"]);
  });

  it("in a linked working tree, by its own commit", async () => {
    const root = repository();
    const tree = join(temporary(), "tree");
    git(root, "worktree", "add", "-qb", "other", tree);
    git(tree, "commit", "-qm", "two", "--allow-empty");
    expect(await readCheckout(tree)).toMatchObject({
      revision: git(tree, "rev-parse", "HEAD"),
      dirty: false,
    });
    expect(await askGit(tree, ["merge-base", "main", "HEAD"])).toBe(`${git(root, "rev-parse", "HEAD")}\n`);
    renameSync(tree, `${tree}-moved`);
    await expect(listFiles(`${tree}-moved`)).rejects.toMatchObject({
      exitCode: 2,
      next: expect.stringMatching(/^git worktree repair, where it was moved/),
    });
    git(`${tree}-moved`, "worktree", "repair");
    expect((await listFiles(`${tree}-moved`)).paths).toEqual(["a/b", "c"]);
  });

  it("in a submodule, and where .git lies elsewhere", async () => {
    const root = repository();
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository(), "lib");
    expect((await listFiles(join(root, "lib"))).paths).toEqual(["a/b", "c"]);
    const apart = temporary();
    git(apart, "init", "-q", `--separate-git-dir=${temporary()}/x`, ".");
    git(apart, "config", "core.worktree", apart);
    writeFileSync(join(apart, "d"), "");
    expect((await listFiles(apart)).paths).toEqual(["d"]);
  });

  it("in a repository that moves on while it is asked", async () => {
    const root = repository();
    const head = () => git(root, "rev-parse", "HEAD");
    expect(await readCheckout(root)).toMatchObject({ revision: head() });
    git(root, "commit", "-qm", "two", "--allow-empty");
    git(root, "pack-refs", "--all");
    git(root, "gc", "-q");
    expect(await readCheckout(root)).toMatchObject({ revision: head() });
    git(root, "checkout", "-q", "HEAD~1");
    expect(await readCheckout(root)).toMatchObject({ revision: head() });
  });

  it.each([
    ["core.fileMode", "false"],
    ["core.autocrlf", "true"],
  ])("as a setting says that says how files are: %s", async (name, value) => {
    const root = repository();
    git(root, "config", name, value);
    writeFileSync(join(root, "c"), name === "core.autocrlf" ? "1\r\n" : "1\n", { mode: 0o755 });
    execFileSync("chmod", [name === "core.fileMode" ? "755" : "644", join(root, "c")]);
    expect(await readCheckout(root)).toMatchObject({ dirty: false });
  });
});

describe("a file that git-lfs keeps", () => {
  const pointer = (text: string) => {
    const digest = createHash("sha256").update(text).digest("hex");
    return `version https://git-lfs.github.com/spec/v1\noid sha256:${digest}\nsize ${text.length}\n`;
  };

  it("differs where its digest does", async () => {
    const root = repository();
    writeFileSync(join(root, ".gitattributes"), "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    writeFileSync(join(root, "x.bin"), pointer("large"));
    git(root, "-c", "filter.lfs.clean=cat", "add", ".");
    git(root, "commit", "-qm", "two");
    writeFileSync(join(root, "x.bin"), "large");
    utimesSync(join(root, "x.bin"), 1, 1);
    expect(await readCheckout(root)).toMatchObject({ dirty: false });
    writeFileSync(join(root, "x.bin"), "other");
    expect(await differencesFrom(root, "HEAD")).toEqual(["x.bin"]);
    expect(await differencesFrom(root, "HEAD~1")).toEqual([".gitattributes", "x.bin"]);
  });
});
