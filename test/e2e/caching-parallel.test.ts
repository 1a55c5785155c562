import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT } from "../../ci/local/paths.ts";
import type { ServiceResult } from "../../src/report/result.ts";
import { callJson, inService, LOCAL, repository } from "./command.ts";

/** Makes each run's lockfiles new, so that no layer of an earlier run serves. */
const now = Date.now();

const read = (path: string) => readFileSync(join(PROJECT, path), "utf8");

/**
 * Services of one kind differ in a comment of the lockfile alone: all must become the same image. Of those whose
 * compilers take long there are no more than it takes to be beside another.
 */
const KINDS: Record<string, { count: number; files(mark: string): Record<string, string> }> = {
  go: { count: 2, files: goFiles },
  rust: { count: 2, files: rustFiles },
  npm: { count: 4, files: npmFiles },
  pnpm: { count: 4, files: pnpmFiles },
  pip: { count: 4, files: (mark) => pythonFiles(mark, "reports", "pip", "flask") },
  uv: { count: 4, files: (mark) => pythonFiles(mark, "scores", "uv", "fastapi") },
};

const kinds = Object.keys(KINDS);

describe("twenty builds at once with empty download caches", () => {
  // Where builders keep what they mount as caches; layers lie elsewhere.
  const caches = mkdtempSync(join(tmpdir(), "multistage-caches-"));
  afterAll(() => rmSync(caches, { recursive: true }));
  let services: ServiceResult[] = [];
  const of = (kind: string) => services.filter(({ name }) => name.startsWith(kind));

  it("all succeed, each after fetching for itself", async () => {
    const files = Object.entries(KINDS).flatMap(([kind, { count, files }]) =>
      Array.from({ length: count }, (_, at) => inService(`${kind}${at}`, files(`${kind} ${at} ${now}`))),
    );
    const source = repository(Object.assign({}, ...files));
    const words = ["build-all", "--source", source, "--concurrency", "20", ...LOCAL];
    const { data } = await callJson(words, { TMPDIR: caches });
    services = data.services;
    expect(services.map(({ error }) => error?.lines ?? null)).toEqual(Array(20).fill(null));
    expect(services.filter(({ stages = [] }) => stages[0]?.cached).map(({ name }) => name)).toEqual([]);
    expect(data.run?.observedConcurrency).toBe(20);
  });

  it.each(kinds)("%s: what was fetched beside others is the same for all", (kind) => {
    expect(of(kind).map(({ status }) => status)).toEqual(Array(KINDS[kind]?.count).fill("built"));
    expect(new Set(of(kind).map(({ sizeBytes }) => sizeBytes)).size).toBe(1);
    // A compiled program lies in its image under the service's name.
    if (kind !== "go" && kind !== "rust")
      expect(new Set(of(kind).map(({ layers }) => layers?.map(({ digest }) => digest).join())).size).toBe(1);
  });
});

/** Modules that are small, at the versions whose sums `api` has. */
function goFiles(mark: string): Record<string, string> {
  const wanted = ["klauspost/cpuid/v2", "mattn/go-isatty", "modern-go/concurrent", "pelletier/go-toml/v2"];
  const modules = [...wanted, "twitchyliquid64/golang-asm", "golang.org/x/sys"];
  const lines = read("services/api/go.mod").split("\n");
  const required = lines.filter((line) => modules.some((name) => line.includes(`${name} v`)));
  return {
    "go.mod": `// ${mark}\nmodule example.com/parallel\n\ngo 1.26\n\nrequire (\n${required.join("\n")}\n)\n`,
    "go.sum": read("services/api/go.sum"),
    "main.go":
      'package main\n\nimport "github.com/mattn/go-isatty"\n\nfunc main() {\n\tprintln(isatty.IsTerminal(1))\n}\n',
  };
}

/** Crates without dependencies of their own, as `catalog` locks them. */
function rustFiles(mark: string): Record<string, string> {
  const names = ["bytes", "itoa", "memchr", "percent-encoding", "pin-project-lite", "smallvec"];
  const blocks = read("services/catalog/Cargo.lock").split("\n[[package]]\n");
  const locked = names.map((name) => blocks.find((block) => block.startsWith(`name = "${name}"\n`)) ?? "");
  const version = (block: string) => /version = "(.*)"/.exec(block)?.[1];
  const own = `name = "parallel"\nversion = "1.0.0"\ndependencies = [\n${names.map((name) => ` "${name}",`).join("\n")}\n]\n`;
  const sorted = [...locked, own].sort((a, b) => a.localeCompare(b, "en"));
  return {
    "Cargo.toml": [
      `[package]\nname = "parallel"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]`,
      ...locked.map((block, at) => `${names[at]} = "${version(block)}"`),
    ].join("\n"),
    "Cargo.lock": `# ${mark}\nversion = 4\n\n[[package]]\n${sorted.map((block) => `${block.trimEnd()}\n`).join("\n[[package]]\n")}`,
    "src/main.rs": 'fn main() {\n    println!("{}", itoa::Buffer::new().format(1));\n}\n',
  };
}

/** As the example services have it: one base serves all. */
const NODE = 'version: "20"\n';

function npmFiles(mark: string): Record<string, string> {
  return {
    "service.yaml": NODE,
    "package.json": read("services/web/package.json"),
    "package-lock.json": read("services/web/package-lock.json"),
    ".npmrc": `; ${mark}\n`,
    "src/main.js": 'import "express";\n',
  };
}

function pnpmFiles(mark: string): Record<string, string> {
  const { scripts: _, ...manifest } = JSON.parse(read("services/assets/package.json"));
  return {
    "service.yaml": NODE,
    "package.json": JSON.stringify({ ...manifest, main: "main.js" }),
    "pnpm-lock.yaml": `${read("services/assets/pnpm-lock.yaml")}\n# ${mark}\n`,
    "main.js": 'import "hono";\n',
  };
}

const APPLICATIONS = {
  flask: "from flask import Flask\napp = Flask(__name__)\n",
  fastapi: "from fastapi import FastAPI\napp = FastAPI()\n",
};

function pythonFiles(
  mark: string,
  like: string,
  packageManager: string,
  framework: keyof typeof APPLICATIONS,
): Record<string, string> {
  return {
    "service.yaml": `packageManager: ${packageManager}\n`,
    "requirements.txt": `${read(`services/${like}/requirements.txt`)}\n# ${mark}\n`,
    "app.py": APPLICATIONS[framework],
  };
}
