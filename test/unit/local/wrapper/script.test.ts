import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { pinIn, pinned, wrapperText } from "../../../../ci/local/wrapper/script.ts";

const ONE = { version: "1.2.3", integrity: "sha512-a/b+c==" };
const OTHER = { version: "1.3.0-rc.1", integrity: "sha512-$&$1" };

it("a wrapper's pin is read and moved; all else of it stays", () => {
  const text = `${wrapperText(ONE)}# a team's own line\n`;
  expect(pinIn(text)).toEqual(ONE);
  expect(pinIn(pinned(text, OTHER))).toEqual(OTHER);
  expect(pinned(pinned(text, OTHER), ONE)).toBe(text);
});

it("a file that pins nothing is none", () => expect(pinIn("#!/bin/sh\nexec node main.js\n")).toBeUndefined());

it.each(["sh", "bash"])("%s reads it", (shell) => {
  const { status, stderr } = spawnSync(shell, ["-n"], { input: wrapperText(ONE), encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

it("without an integrity nothing is fetched or run", () => {
  const input = wrapperText({ version: "1.2.3", integrity: "" });
  const { status, stderr } = spawnSync("sh", ["-s"], { input, encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain("npx multistage@1.2.3 upgrade 1.2.3");
});
