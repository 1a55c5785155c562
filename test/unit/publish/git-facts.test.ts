import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { readCheckout } from "../../../ci/local/publish/checkout.ts";
import { Failure } from "../../../src/failure.ts";
import { checkoutSaid, countsAsSource, GIT_FACTS } from "../../../src/publish/git-facts.ts";

const root = mkdtempSync(join(tmpdir(), "multistage-facts-"));
const git = (...words: string[]) => $({ quiet: true, cwd: root })`git ${words}`;
const ADA = ["-c", "user.name=a", "-c", "user.email=a@b.example"];
const said = async () => checkoutSaid((await $({ quiet: true, cwd: root })`sh -c ${GIT_FACTS}`).stdout);

/** Signs everything, and finds every signature good. */
const FAKE_GPG = `#!/bin/sh
case "$*" in
*--verify*) echo "gpg: Good signature" >&2; echo "[GNUPG:] GOODSIG a" ;;
*) cat >/dev/null; echo "[GNUPG:] SIG_CREATED D" >&2; echo "-----BEGIN PGP SIGNATURE-----" ;;
esac
`;

beforeAll(async () => {
  await git("init", "-q");
  writeFileSync(join(root, "main.go"), "package main\n");
  writeFileSync(join(root, ".gitignore"), "*.log\n");
  await git("add", ".");
  await git(...ADA, "commit", "-qm", "one");
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

  it("of a submodule that isn't where the commit has it, also where git is told to ignore that", async () => {
    await git("checkout", "-q", ".");
    await git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", root, "shared");
    await git("config", "--file", ".gitmodules", "submodule.shared.ignore", "all");
    await git("add", ".");
    await git(...ADA, "commit", "-qm", "two");
    expect(await readCheckout(root)).toMatchObject({ dirty: false });
    await git("-C", "shared", ...ADA, "commit", "-qm", "more", "--allow-empty");
    expect(await said()).toMatchObject({ dirty: true });
    expect(await readCheckout(root)).toMatchObject({ dirty: true });
  });

  it("of a signed commit, where git shows signatures", async () => {
    const program = join(root, ".git/gpg");
    writeFileSync(program, FAKE_GPG, { mode: 0o755 });
    await git("config", "gpg.program", program);
    await git("config", "log.showSignature", "true");
    await git(...ADA, "commit", "-q", "-S", "-m", "three", "--allow-empty");
    expect((await git("log", "-1")).stdout).toContain("Good signature");
    const { stdout } = await git("rev-parse", "HEAD");
    expect(await readCheckout(root)).toMatchObject({ revision: stdout.trim() });
    expect(await said()).toEqual(await readCheckout(root));
  });

  it("but nothing where git fails: that is no clean tree", async () => {
    writeFileSync(join(root, "main.go"), "package failing\n");
    writeFileSync(join(root, ".git/index"), "no index");
    await expect(said()).rejects.toThrow();
    await expect(readCheckout(root)).rejects.toMatchObject({
      message: expect.stringMatching(/^git .* failed$/),
      exitCode: 2,
    });
  });

  it("is refused where there is no commit", () => {
    expect(() => checkoutSaid("fatal: not a git repository\n")).toThrow(Failure);
  });

  it.each([
    ["services/api/main.go", true],
    ["services/web/node_modules/x/index.js", false],
    ["", false],
  ])("%s counts as source: %s", (path, counts) => expect(countsAsSource(path)).toBe(counts));
});
