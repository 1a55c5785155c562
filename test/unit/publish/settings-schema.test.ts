import { readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseSettings, settingsSchema } from "../../../src/publish/settings.ts";

const FILE = new URL("../../../src/publish/multistage.schema.json", import.meta.url);

test("the published schema is the one that the parser's table makes", () => {
  const made = `${JSON.stringify(settingsSchema(), null, 2)}\n`;
  if (process.env.UPDATE) writeFileSync(FILE, made);
  expect(JSON.parse(readFileSync(FILE, "utf8")), "out of date: run it with UPDATE=1").toEqual(
    JSON.parse(made),
  );
});

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(settingsSchema());

test.each([
  ["registry: registry.example/team", true],
  ["source: https://git.example/team/shop", true],
  ["tags: ['{environment}-{version}', '{environment}']", true],
  ["environments:\n  production: { registry: live.example/team }", true],
  ["environments:", true],
  ["regsitry: registry.example/team", false],
  ["registry: [a, b]", false],
  ["source: git@git.example:a/b", false],
  ["tags: '{version}'", false],
  ["tags: []", false],
  ["tags: ['{version}', '{version}']", false],
  ["environments:\n  Live: { registry: live.example/team }", false],
  ["environments:\n  production: { tags: ['{version}'] }", false],
])("%j: the schema and the parser agree", (text, good) => {
  expect([validate(parse(text)), parseSettings(text).faults.length === 0]).toEqual([good, good]);
});
