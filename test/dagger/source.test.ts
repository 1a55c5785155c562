import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import { gitServer } from "../e2e/git-server.ts";
import { committed, copyModule, directoryOf, type Ended, testBases, timed, unavailable } from "./engine.ts";

const SERVICES = {
  "bases.yaml": testBases(),
  "services/one/go.mod": "module example.com/one\n\ngo 1.21\n",
  "services/one/main.go": "package main\n\nfunc main() {}\n",
  "services/one/service.yaml": "port: 8080\n",
};

const quietly = $({ quiet: true });

describe.skipIf(unavailable)("the repository that an engine builds", { timeout: 900_000 }, () => {
  const repository = directoryOf(SERVICES);
  const bare = directoryOf({});
  let server: { url: string; stop(): void };

  beforeAll(async () => {
    await committed(repository);
    await quietly`git clone --quiet --bare ${repository} ${join(bare, "shop.git")}`;
    copyModule(repository);
    mkdirSync(join(repository, "services/one/node_modules"));
    writeFileSync(join(repository, "services/one/node_modules/main.go"), "not Go");
    writeFileSync(join(repository, ".gitignore"), ".env*\n!.env.example\n");
    for (const name of [".env", ".env.example"])
      writeFileSync(join(repository, "services/one", name), "A=b\n");
    server = await gitServer(bare);
  });
  afterAll(() => {
    server.stop();
    for (const directory of [repository, bare]) rmSync(directory, { recursive: true });
  });
  const called = (cwd: string, ...words: string[]): Promise<Ended> =>
    timed(["dagger", "--progress=plain", "call", ...words], { cwd });

  it("is the one that it is called in, from the root and from any directory of it", async () => {
    for (const cwd of [repository, join(repository, "services/one")]) {
      const { stdout, stderr } = await called(cwd, "service-list", "name");
      expect(stdout.trim(), stderr.slice(-2000)).toBe("one");
    }
  });

  it("is another directory where --source names it", async () => {
    const source = join(repository, "services/one");
    const { stdout, stderr } = await called(PROJECT, "service-list", "--source", source, "path");
    expect(stdout.trim(), stderr.slice(-2000)).toBe(".");
  });

  it("is what a git address leads to, which is built as well", async () => {
    const source = `${server.url}/shop.git#main`;
    const { stdout, stderr } = await called(PROJECT, "build", "--source", source, "entrypoint");
    expect(stdout.trim(), stderr.slice(-2000)).toBe("/one");
  });

  it("comes without what no build needs and what git ignores", async () => {
    const words = ["build", "--stage", "build", "directory", "--path", "/src", "entries"];
    const { stdout, stderr } = await called(repository, ...words);
    expect(stdout.split("\n").filter(Boolean), stderr.slice(-2000)).toEqual([
      ".env.example",
      "go.mod",
      "main.go",
      "service.yaml",
    ]);
  });
});
