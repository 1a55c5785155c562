import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { PROJECT } from "../../../ci/local/paths.ts";

it.each([
  ["call constructor", 'there is no function "constructor"'],
  ["call build api --engine buildah toString", 'build: "toString" can\'t follow'],
])("%s: what every object inherits is no function or verb", (words, message) => {
  const main = ["--import", "tsx", "ci/local/main.ts", ...words.split(" ")];
  const { status, stderr } = spawnSync("node", main, { cwd: PROJECT, encoding: "utf8" });
  expect(stderr).toContain(`✗ ${message}`);
  expect(status).toBe(2);
});
