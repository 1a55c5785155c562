import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openLocal } from "../../../ci/local/engine.ts";
import { plainProgress } from "../../../ci/local/output/progress.ts";
import { affectedSince, rememberDone } from "../../../src/commands/affected.ts";
import { readRepository } from "../../../src/commands/repository.ts";
import { plannedResult } from "../../../src/commands/results.ts";

vi.hoisted(() =>
  vi.stubEnv("XDG_CACHE_HOME", `${process.env.TMPDIR ?? "/tmp"}/multistage-last-run-${process.pid}`),
);
afterAll(() => {
  rmSync(process.env.XDG_CACHE_HOME ?? "", { recursive: true });
  vi.unstubAllEnvs();
});

const GO = { "go.mod": "module a\ngo 1.26\n", "main.go": "package main\n" };
const NODE = { "package.json": "{}", "server.js": "" };
const bases = (golang: string) =>
  [
    `golang: { image: "example.com/${golang}:{version}" }`,
    'node: { image: "example.com/node:{version}" }',
    'node-runtime: { image: "example.com/nodejs" }',
    'static: { image: "example.com/static" }',
  ].join("\n");

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

/** Services `a`, `b` that needs it, and `c`. */
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "multistage-affected-"));
  for (const name of ["a", "b"])
    for (const [file, text] of Object.entries(GO)) write(`services/${name}/${file}`, text);
  for (const [file, text] of Object.entries(NODE)) write(`services/c/${file}`, text);
  write("services/b/service.yaml", "needs: [a]\n");
  write("bases.yaml", bases("golang"));
  await ran();
});

/** What a run for an environment would build. */
async function affected(environment = "development") {
  const engine = await openLocal({ source: root }, plainProgress());
  return affectedSince(engine, await readRepository(engine), "last-run", environment);
}

async function ran(environment = "development") {
  const engine = await openLocal({ source: root }, plainProgress());
  const repository = await readRepository(engine);
  const { services } = repository;
  const run = { services: services.map((service) => plannedResult(service, { status: "built" })) };
  await rememberDone(engine, repository, services, run, environment);
}

const names = async (environment?: string) => (await affected(environment)).map(({ name }) => name);

describe("since the last run", () => {
  it("nothing changed", async () => expect(await affected()).toEqual([]));

  it("a service changed, and so what needs it", async () => {
    write("services/a/main.go", "package main // 2\n");
    expect(await affected()).toEqual([
      { name: "a", reason: "it changed since the last run" },
      { name: "b", reason: "it needs a, which is affected" },
    ]);
  });

  it.each([
    ["bases.yaml", bases("go")],
    ["bases.lock", `"example.com/golang:1.26": sha256:${"0".repeat(64)}\n`],
  ])("%s changed for all that start from it", async (path, text) => {
    write(path, text);
    expect(await names()).toEqual(["a", "b"]);
  });

  it("a file above a service tells another version", async () => {
    write(".nvmrc", "22\n");
    expect(await names()).toEqual(["c"]);
  });

  it("a base changed that none starts from", async () => {
    write("bases.lock", `example.com/python: sha256:${"0".repeat(64)}\n`);
    expect(await names()).toEqual([]);
  });

  it("no run built another environment", async () => {
    expect((await affected("production"))[0]).toEqual({
      name: "a",
      reason: "no run has built it for production",
    });
    await ran("production");
    expect(await names("production")).toEqual([]);
    write("services/c/server.js", "// 2");
    await ran();
    expect(await names()).toEqual([]);
    expect(await names("production")).toEqual(["c"]);
  });

  it("a service can't be planned, whose bases are none of the registry's", async () => {
    write("bases.yaml", "static: { image: example.com/static }\n");
    expect(await names()).toEqual(["a", "b", "c"]);
    await ran();
    expect(await names()).toEqual([]);
  });
});
