import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { readCheckout } from "../../../ci/local/publish/checkout.ts";
import { checkoutSaid, countsAsSource, GIT_FACTS } from "../../../src/publish/git-facts.ts";

const root = mkdtempSync(join(tmpdir(), "multistage-facts-"));
const git = (...words: string[]) => $({ quiet: true, cwd: root })`git ${words}`;
const said = async () => checkoutSaid((await $({ quiet: true, cwd: root })`sh -c ${GIT_FACTS}`).stdout);

beforeAll(async () => {
  await git("init", "-q");
  writeFileSync(join(root, "main.go"), "package main\n");
  writeFileSync(join(root, ".gitignore"), "*.log\n");
  await git("add", ".");
  await git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "one");
});
afterAll(() => rmSync(root, { recursive: true }));

/** What a module learns from `.git` is what the local command learns from git. */
describe("what git says to a module", () => {
  it("of a clean tree without tags and remote", async () => {
    expect(await said()).toEqual(await readCheckout(root));
    expect(await said()).toMatchObject({ dirty: false, tags: [], remote: undefined });
  });

  it("of tags and a remote", async () => {
    await git("tag", "v1.2.0");
    await git("tag", "api/v2.0.0");
    await git("remote", "add", "origin", "git@git.example:team/shop.git");
    expect(await said()).toEqual(await readCheckout(root));
    expect(await said()).toMatchObject({
      tags: ["api/v2.0.0", "v1.2.0"],
      remote: "git@git.example:team/shop.git",
    });
  });

  it("of files that no build reads: nothing", async () => {
    writeFileSync(join(root, "build.log"), "");
    await mkdir(join(root, "node_modules/x"), { recursive: true });
    writeFileSync(join(root, "node_modules/x/index.js"), "");
    expect(await said()).toMatchObject({ dirty: false });
    expect(await readCheckout(root)).toMatchObject({ dirty: false });
  });

  it("of a new file, and of a changed one", async () => {
    writeFileSync(join(root, "new.go"), "");
    expect(await said()).toMatchObject({ dirty: true });
    rmSync(join(root, "new.go"));
    writeFileSync(join(root, "main.go"), "package other\n");
    expect(await said()).toEqual(await readCheckout(root));
    expect(await said()).toMatchObject({ dirty: true });
  });

  it("is refused where there is no commit", () => {
    expect(() => checkoutSaid("fatal: not a git repository\n")).toThrow(RangeError);
  });

  it.each([
    ["services/api/main.go", true],
    ["services/web/node_modules/x/index.js", false],
    ["", false],
  ])("%s counts as source: %s", (path, counts) => expect(countsAsSource(path)).toBe(counts));
});
