import { expect, test } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const NODE = {
  "package.json": '{ "scripts": { "start": "next start -p $PORT" }, "dependencies": { "next": "16" } }',
};
const PYTHON = { "requirements.txt": "flask", "app.py": "" };
const GENERAL = "name the program that it starts, with its arguments, or say `language: dockerfile`";

function faults(files: Record<string, string>, descriptor: string): string[] {
  return resolve(Snapshot.of({ ...files, "service.yaml": descriptor }), LANGUAGES).faults.map(faultText);
}

test.each([
  ["npm, start", "npm", "say `command: [node, node_modules/.bin/next, start, -p, 3000]`"],
  ["next, start", "next", "say `command: [node, node_modules/.bin/next, start]`"],
  ["sh, -c, node a.js", "sh", "sh needs a shell"],
  ["./start.sh", "./start.sh", "./start.sh needs a shell"],
  ["deno, server.ts", "deno", "deno is in no image: say how Node runs it, or build it by its own Dockerfile"],
])("Node: command: [%s]", (command, program, hint) => {
  expect(faults(NODE, `command: [${command}]\n`)).toEqual([
    `service.yaml:1:10: command: no image has ${program}: ${hint}`,
  ]);
});

test("other languages: a shell and package managers", () => {
  expect(faults(PYTHON, "command: [poetry, run, app]\n")).toContain(
    `service.yaml:1:10: command: no image has poetry: ${GENERAL}`,
  );
});

test.each([
  "node, server.js",
  "bun, server.ts",
  "/usr/local/bin/tool",
])("what can be there: %s", (command) => {
  expect(faults(NODE, `command: [${command}]\n`)).toEqual([]);
});

test("a service's own packages may bring a shell", () => {
  const descriptor = "command: [bash, start]\npackages: { runtime: [bash] }\n";
  expect(faults(NODE, descriptor)).toEqual([]);
});
