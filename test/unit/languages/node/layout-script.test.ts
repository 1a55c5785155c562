import { execFileSync, spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LAYOUT, NOTING } from "../../../../src/languages/node/layout-script.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "layout-"));
  write({ "layout.mjs": LAYOUT });
  for (const folder of ["src", "out", "tmp"]) mkdirSync(join(root, folder));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const SETTINGS = { directory: ".", inputs: [], home: ".", programs: [], compiled: false };

/** What the program lays out, or what it says where it refuses. */
function layout(settings: object = {}): string[] {
  const places = { from: join(root, "src"), to: join(root, "out"), notes: join(root, "tmp") };
  const { status, stderr } = spawnSync("node", [
    join(root, "layout.mjs"),
    JSON.stringify({ ...SETTINGS, ...places, ...settings }),
  ]);
  if (status) return [String(stderr).trim()];
  const found = execFileSync("find", [join(root, "out"), "!", "-type", "d", "-printf", "%P\n"]);
  return String(found).split("\n").filter(Boolean).sort();
}

describe("own files", () => {
  it("cross, results of a build with a dot too; what tools and people read doesn't", () => {
    write({
      "src/a.js": "",
      "src/.next/server/page.js": "",
      "src/.next/cache/big": "",
      "src/.env": "",
      "src/.env.example": "",
      "src/views/README.md": "",
      "src/README.md": "",
      "src/.eslintrc.json": "",
      "src/.git/config": "",
      "src/package-lock.json": "",
      "src/tsconfig.json": "",
      "src/Dockerfile": "",
      "src/lib/.turbo/log": "",
    });
    expect(layout()).toEqual([".env", ".next/server/page.js", "a.js", "tsconfig.json", "views/README.md"]);
  });

  it("cross with the service's place where they have others beside them", () => {
    write({
      "src/apps/a/a.js": "",
      "src/libs/b/index.js": "",
      "src/libs/b/README.md": "",
      "src/package.json": "",
    });
    expect(layout({ directory: "apps/a", inputs: ["libs/b", "package.json"] })).toEqual([
      "apps/a/a.js",
      "libs/b/index.js",
      "package.json",
    ]);
  });

  it("keep links, empty folders and the right to be executed", () => {
    write({ "src/a.js": "" });
    mkdirSync(join(root, "src/uploads"));
    symlinkSync("a.js", join(root, "src/b.js"));
    writeFileSync(join(root, "src/run"), "", { mode: 0o700 });
    layout();
    expect(lstatSync(join(root, "out/uploads")).isDirectory()).toBe(true);
    expect(readlinkSync(join(root, "out/b.js"))).toBe("a.js");
    expect(lstatSync(join(root, "out/run")).mode & 0o777).toBe(0o755);
  });

  it("without tests, unless a file names their folder", () => {
    write({ "src/a.js": "", "src/test/a.test.js": "", "src/lib/__tests__/b.js": "" });
    expect(layout()).toEqual(["a.js"]);
    write({ "src/a.js": "import './test/exam.js'" });
    expect(layout()).toEqual(["a.js", "test/a.test.js"]);
  });

  it("without TypeScript that was compiled; what a program reads stays", () => {
    write({
      "src/src/main.ts": "",
      "src/templates/page.ts": "",
      "src/dist/main.js": "",
      "src/src/types.d.ts": "",
      "tmp/made": "dist/main.js\n",
    });
    expect(layout({ compiled: true })).toEqual(["dist/main.js", "src/types.d.ts", "templates/page.ts"]);
    expect(layout()).toContain("src/main.ts");
  });
});

describe("packages", () => {
  const installed = { "tmp/installed": "node_modules\n", "src/node_modules/ms/package.json": "1" };

  it("that a manager brought are there already; those beside an output are a part of it", () => {
    write({ ...installed, "src/a.js": "", "src/dist/node_modules/x/index.js": "" });
    expect(layout()).toEqual(["a.js", "dist/node_modules/x/index.js"]);
  });

  it("that a build installs elsewhere cross only where the start lies", () => {
    write({
      "src/client/node_modules/.package-lock.json": "",
      "src/client/node_modules/react/index.js": "",
      "src/client/build/index.html": "",
      "src/server/node_modules/.package-lock.json": "",
      "src/server/node_modules/express/index.js": "",
      "src/server/index.js": "",
    });
    expect(layout({ entrypoint: "server/index.js" })).toEqual([
      "client/build/index.html",
      "server/index.js",
      "server/node_modules/.package-lock.json",
      "server/node_modules/express/index.js",
    ]);
  });

  it("have what scripts wrote into them, and so do those that scripts made", () => {
    write({
      ...installed,
      "src/node_modules/ms/index.js": "patched",
      "src/node_modules/.prisma/client/index.js": "",
      "src/node_modules/made/index.js": "",
      "src/node_modules/.cache/x/y": "",
      "src/node_modules/vite/package.json": "",
      "src/node_modules/vite/state.json": "",
      "out/node_modules/ms/package.json": "1",
      "out/node_modules/ms/index.js": "original",
      "tmp/made": [
        ...["node_modules/ms/index.js", "node_modules/.prisma/client/index.js", "node_modules/made/index.js"],
        ...["node_modules/.cache/x/y", "node_modules/vite/state.json", "node_modules/gone.js", ""],
      ].join("\n"),
    });
    expect(layout()).toEqual([
      "node_modules/.prisma/client/index.js",
      "node_modules/made/index.js",
      "node_modules/ms/index.js",
      "node_modules/ms/package.json",
    ]);
    expect(readFileSync(join(root, "out/node_modules/ms/index.js"), "utf8")).toBe("patched");
  });

  it("of pnpm's store only where production has them, in the same version elsewhere", () => {
    const store = "node_modules/.pnpm/@prisma+client@6/node_modules";
    write({
      "tmp/installed": "node_modules\n",
      [`src/${store}/.prisma/client/index.js`]: "",
      "src/node_modules/.pnpm/vite@1/node_modules/vite/x/y": "",
      "src/node_modules/ms/package.json": "2",
      "src/node_modules/ms/lib/a.js": "",
      "out/node_modules/ms/package.json": "1",
      [`out/${store}/@prisma/client/package.json`]: "",
      "tmp/made": `${store}/.prisma/client/index.js\nnode_modules/.pnpm/vite@1/node_modules/vite/x/y\nnode_modules/ms/lib/a.js\n`,
    });
    expect(layout()).toEqual([
      `${store}/.prisma/client/index.js`,
      `${store}/@prisma/client/package.json`,
      "node_modules/ms/package.json",
    ]);
  });
});

describe("programs of packages", () => {
  it("lie where the command says, be they linked higher up or wrapped for a shell", () => {
    write({
      "src/apps/a/a.js": "",
      "out/node_modules/tsx/cli.mjs": "",
      "out/apps/a/node_modules/next/bin/next": "",
      "out/apps/a/node_modules/.bin/next": '#!/bin/sh\nexec node  "$basedir/../next/bin/next" "$@"\n',
      "out/node_modules/.bin/x": "",
    });
    symlinkSync("../tsx/cli.mjs", join(root, "out/node_modules/.bin/tsx"));
    layout({ directory: "apps/a", home: "apps/a", programs: ["tsx", "next"] });
    const links = join(root, "out/apps/a/node_modules/.bin");
    expect(readlinkSync(join(links, "tsx"))).toBe("../../../../node_modules/tsx/cli.mjs");
    expect(readlinkSync(join(links, "next"))).toBe("../next/bin/next");
  });

  it("that are missing, or compiled, are told", () => {
    write({ "src/a.js": "", "out/node_modules/.bin/esbuild": "\u007fELF" });
    expect(layout({ programs: ["tsx"] })).toEqual([expect.stringContaining("has a program tsx")]);
    expect(layout({ programs: ["esbuild"] })).toEqual([expect.stringContaining("esbuild is no JavaScript")]);
  });
});

describe("outputs that hold all they need", () => {
  it("cross alone", () => {
    write({ "src/.output/server/index.mjs": "", "src/app.vue": "" });
    expect(layout({ only: ".output", entrypoint: ".output/server/index.mjs" })).toEqual([
      ".output/server/index.mjs",
    ]);
  });

  it("of Next get the folders that lie beside", () => {
    write({
      "src/.next/standalone/server.js": "",
      "src/.next/standalone/node_modules/next/x.js": "",
      "src/.next/static/a.css": "",
      "src/public/icon.svg": "",
      "src/app/page.jsx": "",
    });
    expect(layout({ only: ".next/standalone", entrypoint: ".next/standalone/server.js" })).toEqual([
      ".next/standalone/.next/static/a.css",
      ".next/standalone/node_modules/next/x.js",
      ".next/standalone/public/icon.svg",
      ".next/standalone/server.js",
    ]);
  });

  it("are missed", () => {
    expect(layout({ only: ".output", entrypoint: ".output/a.mjs" })).toEqual([
      "start: the build left no .output",
    ]);
  });
});

it("an entry point that the build didn't make is told, with what it made", () => {
  write({ "src/dist/src/main.js": "" });
  expect(layout({ entrypoint: "dist/main.js" })).toEqual([
    "start: there is no dist/main.js after the build: say entrypoint: dist/src/main.js in service.yaml",
  ]);
});

it("notes what a command changed, whatever date it gives it, and ends as the command does", () => {
  const noting = NOTING.replaceAll("/tmp/", `${root}/tmp/`).replace("cd /src", `cd ${root}/src`);
  write({ noting, "src/old.js": "" });
  const run = (command: string) =>
    spawnSync("sh", [join(root, "noting"), "sh", "-c", command], { cwd: join(root, "src") }).status;
  expect(run("sleep 0.05; echo > new.js; touch -d 2001-01-01 new.js")).toBe(0);
  expect(readFileSync(join(root, "tmp/made"), "utf8")).toBe("new.js\n");
  expect(run("exit 3")).toBe(3);
});
