import { describe, expect, it } from "vitest";
import { initChanges } from "../../../../src/commands/init/changes.ts";
import { diffText } from "../../../../src/commands/init/diff.ts";
import { providerIn } from "../../../../src/commands/init/provider.ts";
import { resolved } from "../../../../src/commands/repository.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";

const SHOP = { "shop/package.json": '{ "scripts": { "start": "node server.js" } }', "shop/server.js": "" };
const NOTES = { "notes/package.json": '{ "scripts": { "start": "node nowhere.js" } }' };
const wrapper = { path: "daggerw", text: "#!/bin/sh\n" };
const pipeline = { path: ".github/workflows/multistage.yml", text: "on: push\n" };

function changes(files: Record<string, string>, more = {}) {
  const snapshot = Snapshot.of(files);
  const repository = { ...resolved(snapshot), environments: [] };
  return initChanges(snapshot, repository, { wrapper, pipeline, ignoreFile: files[".gitignore"], ...more });
}
const settings = (files: Record<string, string>, more = {}) =>
  changes(files, more).files.find(({ path }) => path === "multistage.yaml")?.after;

describe("what init writes", () => {
  it("is four files where there is none of them", () => {
    const { files, kept } = changes(SHOP);
    expect(files.map(({ path }) => path)).toEqual([
      "multistage.yaml",
      "daggerw",
      pipeline.path,
      ".gitignore",
    ]);
    expect(files.filter(({ isExecutable }) => isExecutable).map(({ path }) => path)).toEqual(["daggerw"]);
    expect(kept).toEqual([]);
  });

  it("overwrites nothing, and is nothing where all is there", () => {
    const there = {
      "multistage.yaml": "",
      daggerw: "mine",
      [pipeline.path]: "mine",
      ".gitignore": "/.multistage/\n",
    };
    expect(changes({ ...SHOP, ...there })).toEqual({
      files: [],
      kept: ["multistage.yaml", "daggerw", pipeline.path],
    });
  });

  it.each([
    [undefined, "/.multistage/\n"],
    ["", "/.multistage/\n"],
    ["dist", "dist\n/.multistage/\n"],
    ["dist\n", "dist\n/.multistage/\n"],
    ["a\n.multistage\n", undefined],
  ])("of .gitignore %j it is %j", (before, after) => {
    const files = before === undefined ? SHOP : { ...SHOP, ".gitignore": before };
    expect(changes(files).files.find(({ path }) => path === ".gitignore")?.after).toBe(after);
  });
});

describe("multistage.yaml", () => {
  it("has the registry that deployment files give services' images, and where that was read", () => {
    const image = (name: string) => `services:\n  x:\n    build: shop\n    image: ${name}\n`;
    expect(settings({ ...SHOP, "compose.yaml": image("registry.example/team/shop:v1") })).toContain(
      "\nregistry: registry.example/team # from compose.yaml\n",
    );
    expect(settings({ ...SHOP, "compose.yaml": image("registry.example/else/redis") })).toContain(
      "# registry: HOST/PREFIX",
    );
    expect(settings(SHOP, { registry: "a.example/b" })).toContain("\nregistry: a.example/b\n");
  });

  it("leaves open whether what can't be built is a service", () => {
    expect(settings({ ...SHOP, ...NOTES })).toMatch(
      /\n# services:\n# {3}- "!notes" # notes: package\.json:1 starts/,
    );
    expect(settings(SHOP)).not.toContain("services:");
  });
});

it.each([
  [{ ".github/workflows/a.yaml": "" }, undefined, "github"],
  [{ ".gitlab-ci.yml": "" }, "git@github.com:team/shop.git", "gitlab"],
  [{ "ci/Jenkinsfile": "" }, undefined, undefined],
  [{ Jenkinsfile: "" }, undefined, "jenkins"],
  [{}, "git@gitlab.example.com:team/shop.git", "gitlab"],
  [{}, "https://bitbucket.org/team/shop", "bitbucket"],
  [{}, "https://code.example/team/shop", undefined],
])("the CI provider of %j at %s is %s", (files, remote, provider) => {
  expect(providerIn(Snapshot.of(files), remote)).toBe(provider);
});

it("a diff shows what is added, and long files in part", () => {
  const long = Array.from({ length: 40 }, (_, at) => `line ${at}`).join("\n");
  expect(diffText([{ path: "a", before: "x\n", after: "x\ny\n" }])).toBe("changed a\n+ y");
  expect(diffText([{ path: "b", after: long }])).toMatch(
    /^new file b\n\+ line 0\n[\s\S]*\n {2}… 26 lines more$/,
  );
});
