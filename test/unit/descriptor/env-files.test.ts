import { expect, it } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const NODE = {
  "package.json": '{"name":"a","scripts":{"start":"node s.js"}}',
  "package-lock.json": "{}",
  "s.js": "",
};
const PYTHON = {
  "requirements.txt": "flask==3\n",
  "app.py": "from flask import Flask\napp = Flask(__name__)\n",
};
const GO = { "go.mod": "module a\ngo 1.26\n", "main.go": "package main\nfunc main() {}\n" };
const DOCKERFILE = { Dockerfile: "FROM scratch\nCOPY . /\n" };

function warnings(files: Record<string, string>): string[] {
  const all = Object.entries(files).map(([path, text]) => [`services/a/${path}`, text] as const);
  const { services } = resolve(Snapshot.of(Object.fromEntries(all)), LANGUAGES);
  const told = services.flatMap((service) => service.warnings ?? []).map(faultText);
  return told.filter((text) => /has secrets/.test(text)).map((text) => text.split(":")[0] ?? "");
}

it.each<[string, Record<string, string>, string[]]>([
  ["a token", { ...NODE, ".env": "API_TOKEN=abc\n" }, ["services/a/.env"]],
  [
    "an address with a password",
    { ...NODE, "config/.env": "DB=postgres://a:b@c/d\n" },
    ["services/a/config/.env"],
  ],
  ["what anybody may know", { ...NODE, ".env": "NEXT_PUBLIC_TITLE=Shop\nPORT=3000\n" }, []],
  ["a name without a value", { ...NODE, ".env": "API_TOKEN=\n" }, []],
  ["an example", { ...NODE, ".env.example": "API_TOKEN=abc\n" }, []],
  ["what Python's images leave out", { ...PYTHON, ".env": "SECRET_KEY=abc\n" }, []],
  ["below it", { ...PYTHON, "conf/.env": "SECRET_KEY=abc\n" }, ["services/a/conf/.env"]],
  ["a compiled program's", { ...GO, ".env": "SECRET_KEY=abc\n" }, []],
  [
    "one that lies beside it",
    { ...GO, ".env": "SECRET_KEY=abc\n", "service.yaml": "files: [.env]\n" },
    ["services/a/.env"],
  ],
  ["a Dockerfile's", { ...DOCKERFILE, ".env": "SECRET_KEY=abc\n" }, ["services/a/.env"]],
  ["one that it ignores", { ...DOCKERFILE, ".env": "SECRET_KEY=abc\n", ".dockerignore": ".env\n" }, []],
])("%s", (_name, files, expected) => {
  expect(warnings(files)).toEqual(expected);
});
