import { expect, test } from "vitest";
import { detectNode } from "../../../../src/languages/node/detect.ts";
import { facts, json } from "../../detection/facts.ts";

const PACKAGE = json({ scripts: { build: "nest build" }, dependencies: { "@nestjs/core": "11" } });
const started = (settings: object, entrypoint?: string) =>
  facts(detectNode, { "package.json": PACKAGE, "nest-cli.json": json(settings) }, { entrypoint }).filter(
    (line) => /^(entrypoint|buildCommand)/.test(line),
  );

const TWO = {
  root: "apps/api",
  projects: {
    api: { type: "application", root: "apps/api" },
    worker: { type: "application", root: "apps/worker", entryFile: "run" },
  },
};

test("each of several applications is built by its name", () => {
  expect(started(TWO, "dist/apps/worker/run.js")[0]).toBe(
    "buildCommand npx nest build worker (nest-cli.json:8)",
  );
});

test("what the command builds by default is started where nothing else is said", () => {
  expect(started({ ...TWO, projects: { api: TWO.projects.api } })).toEqual([
    "buildCommand npm run build (package.json:3)",
    "entrypoint dist/apps/api/main.js (nest-cli.json:2)",
  ]);
  expect(started({ entryFile: "server" })).toContain("entrypoint dist/server.js (nest-cli.json:2)");
  expect(started({ sourceRoot: "src" })).toContain("entrypoint dist/main.js (default of @nestjs/core)");
});
