import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { callOptions } from "../../../ci/local/call.ts";
import { dockerfile, plan } from "../../../ci/local/commands/read.ts";
import type { ServiceResult } from "../../../src/report/result.ts";

/** The last build's bases were made of Debian packages. */
await vi.hoisted(async () => {
  const { mkdirSync, mkdtempSync, writeFileSync } = await import("node:fs");
  process.env.XDG_CACHE_HOME = mkdtempSync("/tmp/multistage-plan-");
  mkdirSync(`${process.env.XDG_CACHE_HOME}/multistage`);
  writeFileSync(`${process.env.XDG_CACHE_HOME}/multistage/bases-from`, "debian");
});

/** A repository with one service and one commit, whose time and author are always the same. */
function committed(files: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "multistage-plan-"));
  const all = {
    "services/api/go.mod": "module a\ngo 1.26\n",
    "services/api/main.go": "package main",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git(root, "init", "-qb", "main");
  git(root, "add", "-A");
  git(root, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "first");
  return root;
}

const git = (cwd: string, ...words: string[]) => execFileSync("git", words, { cwd, encoding: "utf8" });

async function tagsOf(source: string, environment = "testing"): Promise<string[] | undefined> {
  const { data } = await plan(callOptions({ source, environment, bases: "debian" }));
  return (data as { services: ServiceResult[] }).services[0]?.tags;
}

describe("the tags that plan tells are those that publish gives", () => {
  it("names the revision, or the version of a git tag", async () => {
    const root = committed();
    const revision = git(root, "rev-parse", "HEAD").slice(0, 12);
    expect(await tagsOf(root)).toEqual([`testing-${revision}`, "testing"]);
    git(root, "tag", "v1.4.0");
    expect(await tagsOf(root)).toEqual(["testing-1.4.0", "testing"]);
  });

  it("marks a tree that differs from its commit", async () => {
    const root = committed();
    writeFileSync(join(root, "services/api/main.go"), "package main // new");
    expect((await tagsOf(root))?.[0]).toMatch(/^testing-[0-9a-f]{12}-dirty$/);
  });

  it("follows the templates of multistage.yaml", async () => {
    const root = committed({ "multistage.yaml": 'tags: ["{revision}", "{environment}-latest"]\n' });
    const revision = git(root, "rev-parse", "HEAD").slice(0, 12);
    expect(await tagsOf(root, "production")).toEqual([revision, "production-latest"]);
  });

  it("has the environment alone where no git tells a revision", async () => {
    const root = mkdtempSync(join(tmpdir(), "multistage-plan-"));
    mkdirSync(join(root, "services/api"), { recursive: true });
    writeFileSync(join(root, "services/api/go.mod"), "module a\ngo 1.26\n");
    writeFileSync(join(root, "services/api/main.go"), "package main");
    expect(await tagsOf(root)).toEqual(["testing"]);
  });
});

it("a Dockerfile says which of its bases only this machine has", async () => {
  const source = committed();
  const given = callOptions({ source, service: "api", environment: "development" });
  const { text } = await dockerfile(given);
  expect(text).toMatch(
    /^# Only this machine's store has these bases[^\n]*\n# {3}localhost\/multistage\/golang:/,
  );
  expect((await dockerfile({ ...given, bases: "registry" })).text).not.toContain("localhost/");
});

describe("--frozen", () => {
  const other = { "services/web/go.mod": "module b\ngo 1.26\n", "services/web/main.go": "package main" };
  const root = committed({ ...other, "bases.yaml": "golang: { image: 'a.example/golang:{version}' }\n" });
  const frozen = (more: object) =>
    callOptions({ source: root, environment: "development", frozen: true, ...more });
  const unpinned = "--frozen: not in bases.lock: a.example/golang:1.26";

  it.each([
    ["plan", plan, {}, unpinned],
    ["dockerfile", dockerfile, { service: "api" }, unpinned],
    ["plan", plan, { bases: "debian" }, "--frozen: bases made of Debian packages aren't in bases.lock"],
    [
      "dockerfile",
      dockerfile,
      { service: "api", bases: "debian" },
      "--frozen: bases made of Debian packages aren't in bases.lock",
    ],
  ])("%s refuses what a build would refuse: %#", async (_, call, more, message) => {
    await expect(call(frozen(more))).rejects.toThrow(message);
  });

  it("takes what is pinned, wherever the last build's bases came from", async () => {
    const lock = `"a.example/golang:1.26": sha256:${"a".repeat(64)}\n`;
    const bases = "golang: { image: 'a.example/golang:{version}' }\n";
    const source = committed({ "bases.yaml": bases, "bases.lock": lock });
    const { text } = await plan(frozen({ source }));
    expect(text).toContain(`a.example/golang:1.26@sha256:${"a".repeat(64)}`);
  });
});
