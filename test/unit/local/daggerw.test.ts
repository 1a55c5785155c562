import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../../../ci/local/paths.ts";

/** A checkout with its packages, whose scripts say where they would run; and a directory for links, on PATH. */
function checkout() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "multistage-wrapper-")));
  const at = (...parts: string[]) => join(root, ...parts);
  const files = ["project/package-lock.json", "project/node_modules/.package-lock.json", "bin/x", "else/x"];
  for (const path of files) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), "");
  }
  for (const script of ["daggerw", "ci/test", "ci/bench/run"]) {
    mkdirSync(dirname(at("project", script)), { recursive: true });
    copyFileSync(join(PROJECT, script), at("project", script));
  }
  const node = '#!/bin/sh\ncase "$1" in *bundle.mjs) exit 1 ;; esac\necho "node $*"\n';
  writeFileSync(at("bin/node"), node, { mode: 0o755 });
  return { at, env: { ...process.env, PATH: `${at("bin")}:${process.env.PATH}` } };
}

describe.each([
  ["daggerw", "ci/local/main.ts"],
  ["ci/test", "ci/test.ts"],
  ["ci/bench/run", "ci/bench/main.ts"],
])("%s", (script, main) => {
  const { at, env } = checkout();
  const run = (command: string, cwd: string, more = {}) =>
    spawnSync("sh", ["-c", `${command} one`], { cwd, env: { ...env, ...more }, encoding: "utf8" }).stdout;
  const expected = expect.stringMatching(new RegExp(`${at("project", main)} one\n$`));

  it("runs from its own directory and from another", () => {
    expect(run(`./${script}`, at("project"))).toEqual(expected);
    expect(run(at("project", script), at("else"))).toEqual(expected);
  });

  it("runs through a link to a link on PATH", () => {
    symlinkSync(at("project", script), at("else/link"));
    symlinkSync("../else/link", at("bin/linked"));
    expect(run("linked", at("else"))).toEqual(expected);
  });

  it("runs where CDPATH is exported", () => {
    mkdirSync(at("else/project", dirname(script)), { recursive: true });
    expect(run(`sh project/${script}`, at(), { CDPATH: at("else") })).toEqual(expected);
  });
});
