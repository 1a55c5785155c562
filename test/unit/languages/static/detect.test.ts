import { describe, expect, test } from "vitest";
import { resolve } from "../../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectDockerfile } from "../../../../src/languages/dockerfile/detect.ts";
import { detectStatic } from "../../../../src/languages/static/detect.ts";
import { LANGUAGES } from "../../../../src/languages/table.ts";
import { faultText } from "../../../../src/yaml/fault.ts";
import { facts, json, type Row } from "../../detection/facts.ts";

const NPM = "packageManager npm (default of node)";

describe("static sites", () => {
  const table: Row[] = [
    ["none", { "README.md": "" }, "nothing"],
    ["a page", { "index.html": "", "style.css": "" }, "page", "entrypoint . (index.html)"],
    ["a folder of pages", { "public/index.html": "" }, "page", "entrypoint public (public/index.html)"],
    [
      "vite without a server",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "index.html": "",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (default of vite (package.json:6))",
    ],
    [
      "vite with its development server, another folder and no build script",
      {
        "package.json": json({ scripts: { start: "vite" }, devDependencies: { vite: "6" } }),
        "vite.config.ts": "export default {\n  build: { outDir: './site' },\n}\n",
        "pnpm-lock.yaml": "",
      },
      "packageManager pnpm (pnpm-lock.yaml)",
      "entrypoint site (vite.config.ts:2)",
      "buildCommand npx vite build (default of vite)",
    ],
    [
      "Create React App",
      {
        "package.json": json({
          scripts: { start: "react-scripts start", build: "react-scripts build" },
          dependencies: { "react-scripts": "5" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:4)",
      "dependencies all (no devDependencies in package.json)",
      "entrypoint build (default of react-scripts (package.json:7))",
    ],
    [
      "vite beside a server",
      {
        "package.json": json({
          scripts: { build: "vite build", start: "node server.js" },
          dependencies: { express: "5" },
          devDependencies: { vite: "6" },
        }),
      },
      "nothing",
    ],
    [
      "SvelteKit, whose adapter tells",
      {
        "package.json": json({
          scripts: { build: "vite build" },
          devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-static": "3", vite: "6" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint build (default of @sveltejs/adapter-static (package.json:7))",
    ],
    [
      "SvelteKit with another adapter",
      {
        "package.json": json({
          scripts: { build: "vite build" },
          devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-auto": "3", vite: "6" },
        }),
      },
      "nothing",
    ],
    [
      "vite for tests alone",
      { "package.json": json({ main: "a.js", devDependencies: { vite: "6" } }), "a.js": "" },
      "nothing",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectStatic, files)).toEqual(expected));
});

describe("Dockerfiles", () => {
  const table: Row[] = [
    ["none", { "main.c": "" }, "nothing"],
    [
      "one",
      { Dockerfile: "FROM debian\nEXPOSE 8080 9090\n" },
      "recipe",
      "entrypoint Dockerfile (Dockerfile)",
      "port 8080 (Dockerfile:2)",
    ],
    [
      "by its other name",
      { Containerfile: "FROM debian\n" },
      "recipe",
      "entrypoint Containerfile (Containerfile)",
    ],
    [
      "with stages that test and lint",
      {
        Dockerfile:
          "FROM a AS b\nRUN <<E\nFROM x AS test\nE\nfrom b \\\n  as Tests\nFROM b AS lint\nFROM b\n",
      },
      "recipe",
      "testCommand docker build --target Tests (Dockerfile:5)",
      "lintCommand docker build --target lint (Dockerfile:7)",
      "entrypoint Dockerfile (Dockerfile)",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) =>
    expect(facts(detectDockerfile, files)).toEqual(expected));

  test("what is wrong with one, wherever it lies, is told with its place", () => {
    const faults = (files: Record<string, string>) =>
      resolve(Snapshot.of(files), LANGUAGES).faults.map(faultText);
    expect(faults({ "services/a/Dockerfile": "# FROM x\n" })).toEqual([
      expect.stringMatching(/^services\/a\/Dockerfile:1:1: no stage begins here/),
    ]);
    expect(
      faults({ "service.yaml": "entrypoint: ./deploy/Dockerfile.one\n", "deploy/Dockerfile.one": "" }),
    ).toEqual([expect.stringMatching(/^deploy\/Dockerfile.one:1:1: no stage begins here/)]);
  });

  test("a Dockerfile whose name tells nobody that it is one is refused: it would not be read", () => {
    const paths = ["service.yaml", "deploy/image"];
    const texts = new Map([["service.yaml", "language: dockerfile\nentrypoint: deploy/image\n"]]);
    const { faults } = resolve(new Snapshot(paths, texts), LANGUAGES);
    expect(faults.map(faultText)).toEqual([
      "deploy/image: is read only if its name has Dockerfile in it: rename it",
    ]);
  });
});

describe("which language, where several could be", () => {
  const GO = { "go.mod": "", "main.go": "" };
  const NODE = { "package.json": json({ main: "a.js" }), "a.js": "" };
  const table: [name: string, files: Record<string, string>, language: string][] = [
    ["a Dockerfile beside a program", { ...GO, Dockerfile: "FROM x" }, "go"],
    [
      "a Dockerfile beside tools",
      { "package.json": json({ devDependencies: { husky: "9" } }), Dockerfile: "FROM x" },
      "dockerfile",
    ],
    ["a Dockerfile beside pages", { "index.html": "", Dockerfile: "FROM x" }, "dockerfile"],
    ["pages beside a program", { ...GO, "index.html": "" }, "go"],
    ["tools beside a program", { ...GO, "package.json": json({ devDependencies: { prettier: "3" } }) }, "go"],
    ["settings of tools beside a program", { ...NODE, "pyproject.toml": "[tool.ruff]\n" }, "node"],
    [
      "a library beside a program",
      { ...NODE, "Cargo.toml": '[package]\nname = "a"\n', "src/lib.rs": "" },
      "node",
    ],
    [
      "a site by a Node builder",
      { "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }) },
      "static",
    ],
    ["two programs", { ...GO, ...NODE }, "go (go.mod) or node (package.json)?"],
    ["two programs, and which", { ...GO, ...NODE, "service.yaml": "language: node\n" }, "node"],
    [
      "three",
      { ...GO, ...NODE, "build.sbt": "enablePlugins(PlayScala)" },
      "go (go.mod) or node (package.json) or scala (build.sbt)?",
    ],
    [
      "a Dockerfile, asked for",
      { ...GO, Dockerfile: "FROM x", "service.yaml": "language: dockerfile\n" },
      "dockerfile",
    ],
    ["only tools", { "package.json": "{}", "service.yaml": "command: [node, x.js]\n" }, "node"],
  ];
  test.each(table)("%s", (_name, files, language) => {
    const { services, faults } = resolve(Snapshot.of(files), LANGUAGES);
    expect(faults.map(({ message }) => message)[0] ?? services[0]?.language).toBe(language);
  });
});
