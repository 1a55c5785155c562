import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentsDigest } from "../../../../ci/local/source/contents.ts";
import { readSource } from "../../../../ci/local/source/source.ts";
import type { Microservice } from "../../../../src/microservice.ts";

const SERVICE = { path: "services/api", inputs: [] } as Partial<Microservice> as Microservice;

/** A tree without git: the files of a service. */
function tree(...files: string[]): string {
  const root = mkdtempSync(join(tmpdir(), "multistage-source-"));
  chmodSync(root, 0o755);
  for (const file of files) {
    mkdirSync(dirname(join(root, "services/api", file)), { recursive: true });
    writeFileSync(join(root, "services/api", file), file);
  }
  return root;
}

describe("a link that leads to no file", () => {
  it.each([["nowhere"], [".dockerignore"], ["."]])("is there, and has no text: to %s", async (target) => {
    const root = tree("main.go");
    symlinkSync(target, join(root, "services/api/.dockerignore"));
    const { snapshot } = await readSource(root);
    expect(snapshot.paths).toContain("services/api/.dockerignore");
    expect(snapshot.text("services/api/.dockerignore")).toBeUndefined();
  });
});

describe("what is no file", () => {
  const queue = (root: string, name: string) =>
    execFileSync("mkfifo", [name], { cwd: join(root, "services/api") });

  it("is left out of a tree without git: a queue, a socket", { timeout: 10_000 }, async () => {
    const root = tree("main.go");
    const before = contentsDigest(await readSource(root), SERVICE);
    queue(root, "queue");
    queue(root, "go.mod");
    const server = createServer().listen(join(root, "services/api/socket"));
    await new Promise((listens) => server.once("listening", listens));
    const source = await readSource(root);
    server.close();
    expect(source.snapshot.paths).toEqual(["services/api/main.go"]);
    expect(contentsDigest(source, SERVICE)).toBe(before);
  });

  it("is left out of a repository whose file it replaced", { timeout: 10_000 }, async () => {
    const root = tree("go.mod", "main.go");
    for (const words of [
      ["init", "-q"],
      ["add", "."],
    ])
      execFileSync("git", words, { cwd: root });
    rmSync(join(root, "services/api/go.mod"));
    queue(root, "go.mod");
    expect((await readSource(root)).snapshot.paths).toEqual(["services/api/main.go"]);
  });

  it("is where a repository's directory was, too", async () => {
    const root = tree("deep/go.mod", "main.go");
    for (const words of [
      ["init", "-q"],
      ["add", "."],
    ])
      execFileSync("git", words, { cwd: root });
    rmSync(join(root, "services/api/deep"), { recursive: true });
    writeFileSync(join(root, "services/api/deep"), "");
    expect((await readSource(root)).snapshot.paths).toEqual(["services/api/deep", "services/api/main.go"]);
  });
});

describe("what may not be read", () => {
  /** Root may read all, so somebody else does. */
  async function asAnother<T>(work: () => Promise<T>): Promise<T> {
    const user = process.geteuid?.();
    if (user === 0) process.seteuid?.(65_534);
    return work().finally(() => user === 0 && process.seteuid?.(0));
  }

  it.each(["go.mod", "main.go", "private"])("is told by its name: %s", async (name) => {
    const root = tree("go.mod", "main.go", "private/a");
    chmodSync(join(root, "services/api", name), 0);
    const digest = () => asAnother(async () => contentsDigest(await readSource(root), SERVICE));
    await expect(digest()).rejects.toMatchObject({
      message: `services/api/${name}: can't be read: permission denied`,
      exitCode: 2,
      next: "make it readable, or remove it",
    });
  });
});
