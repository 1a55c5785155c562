import { expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { tasksBefore } from "../../../../src/languages/node/tasks.ts";

test.each([
  ["nothing says more", {}, [], ["build"]],
  ["Turborepo", { "turbo.json": '{ "tasks": { "build": { "dependsOn": ["^build"] } } }' }, [], ["build"]],
  [
    "Turborepo: what is generated first, in packages and of its own",
    {
      "turbo.json": `{
        // https://turborepo.com
        "tasks": {
          "build": { "dependsOn": ["^build", "^db:generate", "codegen", "lint", "$CI"], },
          "codegen": { "dependsOn": ["schema"] },
        }
      }`,
    },
    ["schema", "codegen"],
    ["db:generate", "schema", "codegen", "build"],
  ],
  [
    "Turborepo before its second version, and a task of one package",
    {
      "turbo.json":
        '{ "pipeline": { "build": { "dependsOn": ["^build"] }, "api#build": { "dependsOn": ["^build", "db#generate"] } } }',
    },
    [],
    ["generate", "build"],
  ],
  [
    "Nx, in both spellings",
    {
      "nx.json": JSON.stringify({
        targetDefaults: {
          build: { dependsOn: [{ target: "gen", dependencies: true }, { target: "own" }, "^build"] },
        },
      }),
    },
    ["own"],
    ["gen", "own", "build"],
  ],
  [
    "a ring",
    {
      "turbo.json": '{"tasks":{"build":{"dependsOn":["a"]},"a":{"dependsOn":["b"]},"b":{"dependsOn":["a"]}}}',
    },
    ["b", "a"],
    ["b", "a", "build"],
  ],
  ["what can't be read", { "turbo.json": "{", "nx.json": "[]" }, [], ["build"]],
])("%s", (_name, files: Record<string, string>, own, packages) => {
  const root = Snapshot.of({ ...files, "apps/api/package.json": '{ "name": "api" }' });
  expect(tasksBefore(root.under("apps/api"), root)).toEqual({ own, packages });
});

test("a package's own file comes before the root's", () => {
  const root = Snapshot.of({
    "turbo.json": '{ "tasks": { "build": { "dependsOn": ["a"] } } }',
    "apps/api/turbo.json": '{ "extends": ["//"], "tasks": { "build": { "dependsOn": ["b"] } } }',
  });
  expect(tasksBefore(root.under("apps/api"), root).own).toEqual(["b"]);
});
