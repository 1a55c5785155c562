import { readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { descriptorFields } from "../../../src/descriptor/fields.ts";
import { parseDescriptor } from "../../../src/descriptor/parse.ts";
import { descriptorSchema } from "../../../src/descriptor/schema.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const FILE = new URL("../../../src/descriptor/service.schema.json", import.meta.url);

test("the published schema is the one that the parser's table makes", () => {
  const made = `${JSON.stringify(descriptorSchema(LANGUAGES), null, 2)}\n`;
  if (process.env.UPDATE) writeFileSync(FILE, made);
  const published = JSON.parse(readFileSync(FILE, "utf8"));
  expect(published, "out of date: run it with UPDATE=1").toEqual(JSON.parse(made));
});

const validate = new Ajv({
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
}).compile(descriptorSchema(LANGUAGES));

const GOOD = [
  "",
  "# nothing yet",
  "name: api",
  "name: api.v2_beta-1",
  "language: go",
  "version: 1.20",
  "version: 22",
  "version: '3.12.0-rc1'",
  "version: stable",
  "packageManager: pnpm",
  "packageManager: pnpm@9.12.0",
  "entrypoint: ./cmd/api",
  "entrypoint: app:create_app()",
  "entrypoint: com.example.Main",
  "command: [node, server.js]",
  "command: [serve, 8080, true]",
  "test: [npm, test]",
  "port: 1",
  "port: 65535",
  "bundle: true",
  "extras: [certificates, timezones, user]",
  "extras:",
  "inputs: [libs/money, go.work, ./libs/x]",
  "inputs: []",
  "needs: [web, login]",
  "buildArguments: { GOFLAGS: -tags=nomsgpack }",
  "variables: { A: 1, B: true, C: text, _D: '' }",
  "variables:",
  "labels: { org.opencontainers.image.title: api, a/b: c }",
  "secrets: [npm-token, TOKEN]",
  "budget: 12 MB",
  "budget: 1.5GB",
  "budget: 10MiB",
  "budget: 0.5 KiB",
  "cache: private",
  "cache: shared",
  "environments:\n  testing:\n  qa-2: { variables: { A: b }, labels: { a.b: c }, buildArguments: { X: y } }",
  "environments: { production: { variables: } }",
  "expect: [{ path: /healthz, status: 404, body: ok, headers: { content-type: json } }]",
  "expect: [{ grpc: grpc.health.v1.Health/Check }]",
  "expect:",
  "environments:\n  a: &a { variables: { X: y } }\n  b: *a\n  c: { variables: { <<: { X: z } } }",
];

const BAD = [
  "prot: 80",
  "- port",
  "just text",
  "name: Api",
  "name: api-",
  "name: 12",
  "name:",
  "language: Go",
  "language: [go]",
  "version: '>=18'",
  "version: v22",
  "version: -1",
  "version: latest",
  "packageManager: npx",
  "packageManager: npm@",
  "entrypoint: ../x",
  "entrypoint: /usr/bin/x",
  "entrypoint: 'a\\b'",
  "entrypoint: ''",
  "command: node server.js",
  "command: []",
  "command:",
  "command: [[node]]",
  "command: [null]",
  "test: npm test",
  "port: 0",
  "port: 65536",
  "port: '80'",
  "port: 8.5",
  "bundle: yes",
  "bundle: 1",
  "extras: [shell]",
  "extras: [user, user]",
  "extras: user",
  "inputs: [../x]",
  "inputs: [/x]",
  "inputs: [~/x]",
  "inputs: [a/../../b]",
  "inputs: [a/..]",
  "needs: [Web]",
  "needs: { web: true }",
  "buildArguments: { a-b: c }",
  "variables: { 1A: x }",
  "variables: { A: [x] }",
  "variables: { A: }",
  "variables: [A=b]",
  "labels: { 'a b': c }",
  "labels: { a: { b: c } }",
  "secrets: [1password]",
  "secrets: token",
  "budget: 12",
  "budget: 12 mb",
  "budget: 0 MB",
  "budget: -1 MB",
  "budget: MB",
  "cache: none",
  'variables: { A: "x\\ny" }',
  "labels:\n  a: |\n    x\n",
  "environments: { Production: {} }",
  "environments: { production: { port: 80 } }",
  "environments: [production]",
  "expect: { path: / }",
  "expect: [{}]",
  "expect: [{ path: /, grpc: a.B/C }]",
  "expect: [{ path: healthz }]",
  "expect: [{ path: /, status: 99 }]",
  "expect: [{ grpc: Check }]",
  "expect: [{ path: /, headers: { 'a:': b } }]",
  "expect: [null]",
];

describe("schema and parser agree", () => {
  const faultsOf = (text: string) =>
    parseDescriptor(descriptorFields(LANGUAGES), "service.yaml", text).faults.map(faultText);
  const isValid = (text: string) => validate(parse(text, { merge: true }));

  test.each(GOOD)("good: %s", (text) => {
    expect(faultsOf(text)).toEqual([]);
    expect(isValid(text), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each(BAD)("bad: %s", (text) => {
    expect(faultsOf(text)).toHaveLength(1);
    expect(isValid(text)).toBe(false);
  });
});
