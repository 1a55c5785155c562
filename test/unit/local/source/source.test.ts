import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
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

describe("a link to what is none of the source's files", () => {
  const outside = join(mkdtempSync(join(tmpdir(), "multistage-outside-")), "outside");
  writeFileSync(outside, "password: CANARY\n");
  const READERS = [
    "services/api/service.yaml",
    "multistage.yaml",
    "bases.yaml",
    "bases.lock",
    "services/api/go.mod",
  ];

  /** A repository in which a path is a link. */
  function linked(path: string, target: string, git = false): string {
    const root = tree("main.go", "deep/x");
    if (git) execFileSync("git", ["init", "-q"], { cwd: root });
    symlinkSync(target, join(root, path));
    return root;
  }

  it.each(
    READERS.flatMap((path) => [false, true].map((git) => ({ path, git }))),
  )("is refused by its own name, without a word of what it leads to: $path, git: $git", async ({
    path,
    git,
  }) => {
    await expect(readSource(linked(path, outside, git))).rejects.toMatchObject({
      message: `${path} is a link that leads out of the repository`,
      exitCode: 2,
      lines: [],
    });
  });

  it.each([
    ["the caller's environment", "/proc/self/environ"],
    ["a file without end", "/proc/self/pagemap"],
    ["a device", "/dev/zero"],
    ["what this machine doesn't have", "/nonexistent/x"],
    ["the file system's root and back", "../../../../../../../../../../etc/hostname"],
  ])("is refused: %s", { timeout: 10_000 }, async (_name, target) => {
    const path = "services/api/service.yaml";
    await expect(readSource(linked(path, target))).rejects.toMatchObject({
      message: `${path} is a link that leads out of the repository`,
      exitCode: 2,
    });
  });

  it("is refused where another link leads out", async () => {
    const root = linked("services/api/service.yaml", "up/outside");
    symlinkSync(dirname(outside), join(root, "services/api/up"));
    await expect(readSource(root)).rejects.toMatchObject({ exitCode: 2 });
    rmSync(join(root, "services/api/up"));
    symlinkSync("../../down", join(root, "services/api/up"));
    symlinkSync(relative(root, dirname(outside)), join(root, "down"));
    await expect(readSource(root)).rejects.toMatchObject({ exitCode: 2 });
  });

  it.each([
    [".git/config"],
    [".env"],
  ])("is refused where it leads to what builds don't get: %s", async (secret) => {
    const root = linked("services/api/service.yaml", `../../${secret}`, true);
    writeFileSync(join(root, ".env"), "TOKEN=CANARY\n");
    writeFileSync(join(root, ".git/info/exclude"), ".env\n");
    await expect(readSource(root)).rejects.toMatchObject({
      message: `services/api/service.yaml is a link to ${secret}, which is none of the repository's files`,
      exitCode: 2,
    });
  });

  it("is no file of the source where a directory became a link", async () => {
    const root = tree("deep/go.mod", "main.go");
    for (const words of [
      ["init", "-q"],
      ["add", "."],
    ])
      execFileSync("git", words, { cwd: root });
    rmSync(join(root, "services/api/deep"), { recursive: true });
    symlinkSync("/etc", join(root, "services/api/deep"));
    expect((await readSource(root)).snapshot.paths).toEqual(["services/api/deep", "services/api/main.go"]);
  });
});

describe("a link within the source", () => {
  it.each([
    ["../../common/go.mod", "common/go.mod"],
    ["../../shortcut/go.mod", "common/go.mod"],
    ["./other", "services/api/other"],
  ])("is read as the file it leads to: %s", async (target, file) => {
    const root = tree("main.go");
    mkdirSync(join(root, "common"));
    symlinkSync("common", join(root, "shortcut"));
    writeFileSync(join(root, file), "module a\n");
    symlinkSync(target, join(root, "services/api/go.mod"));
    expect((await readSource(root)).snapshot.text("services/api/go.mod")).toBe("module a\n");
  });
});

describe("a file that is too large to be what it is called", () => {
  it("is refused by its name", async () => {
    const root = tree("main.go");
    truncateSync(join(root, "services/api/main.go"), 5_000_000);
    writeFileSync(join(root, "services/api/package.json"), "x".repeat(4_000_001));
    await expect(readSource(root)).rejects.toMatchObject({
      message: "services/api/package.json: has more than 4.0 MB",
      exitCode: 2,
    });
  });
});

describe("contents", () => {
  const digest = async (root: string) => contentsDigest(await readSource(root), SERVICE);

  it("are read as streams: memory doesn't grow with files", async () => {
    const root = tree("main.go");
    truncateSync(join(root, "services/api/main.go"), 2_200_000_000);
    const before = process.memoryUsage().rss;
    await digest(root);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  }, 60_000);

  it.each([
    ["a file", "../../common/a", "common/a"],
    ["a file, by another link", "../../shortcut/a", "common/a"],
    ["a directory", "../../common", "common/b/c"],
    ["a file that isn't there yet", "../../common/new", "common/new"],
  ])("are also those that links lead to: %s", async (_name, target, changed) => {
    const root = tree("main.go");
    mkdirSync(join(root, "common/b"), { recursive: true });
    for (const path of ["common/a", "common/b/c", "common/unread"]) writeFileSync(join(root, path), "1");
    symlinkSync("common", join(root, "shortcut"));
    symlinkSync(target, join(root, "services/api/link"));
    const before = await digest(root);
    writeFileSync(join(root, changed), "2");
    expect(await digest(root)).not.toBe(before);
  });

  it("end where links lead in circles", async () => {
    const root = tree("main.go");
    symlinkSync(".", join(root, "services/api/self"));
    symlinkSync("loop", join(root, "services/api/loop"));
    expect(await digest(root)).toMatch(/^[0-9a-f]{64}$/);
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
