import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROJECT } from "../../../ci/local/paths.ts";
import { descriptorFields } from "../../../src/descriptor/fields.ts";
import { parseDescriptor } from "../../../src/descriptor/parse.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const FILE = "services/api/service.yaml";
const parse = (text: string) => parseDescriptor(descriptorFields(LANGUAGES), FILE, text);
const faults = (text: string) => parse(text).faults.map((fault) => faultText(fault).replace(`${FILE}:`, ""));

describe("what is wrong, where, and what was meant", () => {
  const table: [name: string, text: string, ...faults: string[]][] = [
    ["unknown field", "port: 1\nlanguage: go\nprot: 80\n", '3:1: unknown field "prot": did you mean "port"?'],
    [
      "swapped letters",
      "enviroments: {}\n",
      '1:1: unknown field "enviroments": did you mean "environments"?',
    ],
    [
      "unknown field of an environment",
      "environments:\n  testing:\n    variabels: {}\n",
      '3:5: unknown field "variabels" in environments.testing: did you mean "variables"?',
    ],
    [
      "nothing near",
      "expect:\n  - path: /\n    zzzzzzz: 1\n",
      '3:5: unknown field "zzzzzzz" in expect[0]: expected one of path, grpc, status, body, headers',
    ],
    [
      "port in quotes",
      'port: "8080"\n',
      '1:7: port must be a TCP port from 1 to 65535, not "8080": say 8080',
    ],
    ["port out of range", "port: 70000\n", "1:7: port must be a TCP port from 1 to 65535, not 70000"],
    ["port of zero", "port: 0\n", "1:7: port must be a TCP port from 1 to 65535, not 0"],
    ["port with a fraction", "port: 80.5\n", "1:7: port must be a TCP port from 1 to 65535, not 80.5"],
    ["port without a value", "port:\n", "1:1: port has no value: give one or leave the line out"],
    ["yes for true", "bundle: yes\n", '1:9: bundle must be true or false, not "yes": say true'],
    ["off for false", "bundle: off\n", '1:9: bundle must be true or false, not "off": say false'],
    [
      "unknown extra",
      "extras: [certificates, timezone]\n",
      '1:24: extras[1] must be certificates or timezones or user, not "timezone": did you mean "timezones"?',
    ],
    ["extra twice", "extras: [user, user]\n", '1:16: extras names "user" twice: leave one out'],
    ["one text for a list", "extras: user\n", '1:9: extras must be a list, not "user": say [user]'],
    [
      "command as text",
      "command: node server.js --port 80\n",
      '1:10: command must be a list, not "node server.js --port 80": say [node, server.js, --port, "80"]',
    ],
    ["empty command", "command: []\n", "1:10: command is empty: leave the line out"],
    [
      "cache",
      "cache: privat\n",
      '1:8: cache must be shared or private, not "privat": did you mean "private"?',
    ],
    [
      "budget without a unit",
      "budget: 12\n",
      '1:9: budget must be a size with its unit, such as 12 MB, 1.5 GB or 10 MiB, not 12: did you mean "12 MB"?',
    ],
    [
      "budget in lower case",
      "budget: 12mb\n",
      '1:9: budget must be a size with its unit, such as 12 MB, 1.5 GB or 10 MiB, not "12mb": did you mean "12 MB"?',
    ],
    [
      "budget with a comma",
      "budget: 1,5 GB\n",
      '1:9: budget must be a size with its unit, such as 12 MB, 1.5 GB or 10 MiB, not "1,5 GB": did you mean "1.5 GB"?',
    ],
    [
      "budget of nothing",
      "budget: 0 MB\n",
      '1:9: budget must be a size with its unit, such as 12 MB, 1.5 GB or 10 MiB, not "0 MB"',
    ],
    [
      "variable of several lines",
      "variables:\n  A: |\n    -----BEGIN\n    # b\n",
      '2:6: variables.A must be one line of text, not "-----BEGIN…": images keep no line breaks: put the text in a file, or encode it as base64',
    ],
    [
      "variable with an end of its line",
      "variables:\n  A: |\n    x\n",
      '2:6: variables.A must be one line of text, not "x…": did you mean "x"?',
    ],
    [
      "other settings of several lines",
      'labels: { a: "x\\ny" }\nbuildArguments: { A: "x\\ny" }\nenvironments: { testing: { variables: { A: "x\\ny" } } }\n',
      ...["1:14: labels.a", "2:22: buildArguments.A", "3:44: environments.testing.variables.A"].map(
        (at) =>
          `${at} must be one line of text, not "x…": images keep no line breaks: put the text in a file, or encode it as base64`,
      ),
    ],
    [
      "name of an image",
      "name: My Api\n",
      '1:7: name must be a name in lower case, digits and single - _ or . between them, not "My Api": did you mean "my-api"?',
    ],
    [
      "environment's name",
      "environments:\n  Production: {}\n",
      '2:3: the name in environments must be a name in lower case, digits and - after a letter, not "Production": did you mean "production"?',
    ],
    [
      "variable's name",
      "variables:\n  app-env: x\n",
      `2:3: the name in variables must be a variable's name: letters, digits and _, no digit first, not "app-env": did you mean "app_env"?`,
    ],
    [
      "label's name",
      "labels:\n  my label: x\n",
      `2:3: the name in labels must be a label's name: letters and digits with . _ - or / between them, not "my label": did you mean "my-label"?`,
    ],
    [
      "variable without a value",
      "variables:\n  A:\n",
      '2:3: variables.A has no value: say "" for an empty text',
    ],
    [
      "variable that is a list",
      "variables:\n  A: [1]\n",
      "2:6: variables.A must be one line of text, not a list",
    ],
    [
      "field twice",
      "port: 1\nname: a\nport: 2\n",
      '3:1: "port" is given twice: first on line 1: leave one out',
    ],
    [
      "variable twice",
      "variables:\n  A: 1\n  A: 2\n",
      '3:3: "A" is given twice: first on line 2: leave one out',
    ],
    [
      "range for a version",
      'version: ">=18"\n',
      '1:10: version must be one version such as 1.26, 22 or 3.11.4, not ">=18": did you mean "18"?',
    ],
    [
      "v in a version",
      "version: v1.26\n",
      '1:10: version must be one version such as 1.26, 22 or 3.11.4, not "v1.26": did you mean "1.26"?',
    ],
    [
      "input that leaves the service",
      "inputs: [../../libs/money]\n",
      '1:10: inputs[0] must be a path inside the repository, relative to the source root, not "../../libs/money": did you mean "libs/money"?',
    ],
    [
      "input that leaves the repository",
      "inputs: [../../../secrets]\n",
      '1:10: inputs[0] must be a path inside the repository, relative to the source root, not "../../../secrets"',
    ],
    [
      "absolute input",
      "inputs:\n  - /libs/money\n",
      '2:5: inputs[0] must be a path inside the repository, relative to the source root, not "/libs/money": did you mean "libs/money"?',
    ],
    [
      "hidden way out",
      "inputs: [libs/../../x]\n",
      '1:10: inputs[0] must be a path inside the repository, relative to the source root, not "libs/../../x": did you mean "services/x"?',
    ],
    [
      "entry point outside",
      "entrypoint: ../other/main.go\n",
      `1:13: entrypoint must be what is compiled or started, relative to the service's directory, not "../other/main.go"`,
    ],
    [
      "expectation of nothing",
      "expect:\n  - status: 200\n",
      "2:5: expect[0] needs exactly one of path and grpc",
    ],
    [
      "expectation of both",
      "expect:\n  - path: /\n    grpc: a.B/C\n",
      "2:5: expect[0] needs exactly one of path and grpc",
    ],
    [
      "path without a slash",
      "expect:\n  - path: healthz\n",
      '2:11: expect[0].path must be a path that starts with /, not "healthz": did you mean "/healthz"?',
    ],
    [
      "status",
      "expect: [{ path: /, status: ok }]\n",
      '1:29: expect[0].status must be an HTTP status from 100 to 599, not "ok"',
    ],
    [
      "grpc method",
      "expect: [{ grpc: /a.B/C }]\n",
      '1:18: expect[0].grpc must be package.Service/Method, not "/a.B/C": did you mean "a.B/C"?',
    ],
    [
      "fields for a list",
      "expect:\n  path: /\n",
      "2:3: expect must be a list, not fields: put - before each",
    ],
    ["list for fields", "variables: [A=1]\n", "1:12: variables must be names and values, not a list"],
    ["list for a document", "- port: 1\n", "1:1: the file must be fields, not a list"],
    [
      "no space after the colon",
      "port:8080\n",
      '1:1: the file must be fields, not "port:8080": put a space after the colon: port: 8080',
    ],
    ["tab", "variables:\n\tA: 1\n", "2:1: a tab indents this line: indent with spaces"],
    [
      "second document",
      "port: 1\n---\nport: 2\n",
      "2:1: a second document starts here: one file describes one service: remove the ---",
    ],
    ["open quote", "name: 'api\n", `2:1: not YAML: missing closing 'quote`],
    ["alias of nothing", "variables: *common\n", "1:12: nothing before this is marked &common"],
    ["unknown tag", "name: !env api\n", "1:7: unknown tag !env: put the text in quotes"],
    ["key that is a list", "? [a]\n: 1\n", "1:3: a field's name must be text"],
    [
      "package manager",
      "packageManager: nmp\n",
      '1:17: packageManager must be npm, pnpm, yarn, bun, pip, uv, poetry, pdm, pipenv, cargo, maven, gradle, sbt, with @VERSION if need be, not "nmp": did you mean "npm"?',
    ],
    [
      "language in capitals",
      "language: Go\n",
      `1:11: language must be a language's name in lower case, not "Go": did you mean "go"?`,
    ],
    [
      "secret",
      "secrets: [npm token]\n",
      `1:11: secrets[0] must be a secret's name: letters, digits, _ and - after a letter, not "npm token": did you mean "npm_token"?`,
    ],
  ];
  test.each(table)("%s", (_name, text, ...expected) => {
    expect(faults(text)).toEqual(expected);
  });

  test("all faults of a file at once, in its order", () => {
    expect(
      faults("prot: 80\nport: http\nextras: [users]\nneeds: Api\n").map((text) => text.split(":")[0]),
    ).toEqual(["1", "2", "3", "4"]);
  });

  test("a fault in a merged anchor is told once", () => {
    const text = "environments:\n  a: &a\n    variables: &v { x-y: 1 }\n  b: *a\n  c: { variables: *v }\n";
    expect(faults(text)).toHaveLength(1);
  });
});

describe("what is said", () => {
  const table: [name: string, text: string, descriptor: object][] = [
    ["nothing", "", {}],
    ["only a comment", "# later\n", {}],
    ["a null document", "~\n", {}],
    ["a byte order mark", "\uFEFFport: 80\n", { port: 80 }],
    ["lines ending in CRLF", "port: 80\r\nname: api\r\n", { port: 80, name: "api" }],
    ["an unquoted version keeps its zero", "version: 1.20\n", { version: "1.20" }],
    ["a whole version", "version: 22\n", { version: "22" }],
    [
      "variables as they are written",
      "variables: { A: 1.10, B: true, C: 0x1F, D: '' }\n",
      {
        variables: { A: "1.10", B: "true", C: "0x1F", D: "" },
      },
    ],
    ["numbers in a command", "command: [serve, --port, 8080]\n", { command: ["serve", "--port", "8080"] }],
    ["an empty environment", "environments:\n  testing:\n", { environments: { testing: {} } }],
    ["empty lists and maps", "inputs:\nvariables:\n", { inputs: [], variables: {} }],
    [
      "anchors and merges, the own over the merged",
      "environments:\n  testing: { variables: &v { A: a, B: b } }\n  production: { variables: { <<: *v, B: c } }\n",
      {
        environments: {
          testing: { variables: { A: "a", B: "b" } },
          production: { variables: { B: "c", A: "a" } },
        },
      },
    ],
    [
      "a name that objects inherit",
      "variables: { __proto__: x, constructor: y }\n",
      {
        variables: Object.fromEntries([
          ["__proto__", "x"],
          ["constructor", "y"],
        ]),
      },
    ],
  ];
  test.each(table)("%s", (_name, text, descriptor) => {
    const parsed = parse(text);
    expect(parsed.faults).toEqual([]);
    expect(parsed.descriptor).toEqual(descriptor);
  });

  test("a merge of itself ends", () => {
    expect(parse("variables: &a\n  <<: *a\n  B: 1\n").descriptor.variables).toEqual({ B: "1" });
  });

  test("places of values", () => {
    const { at } = parse("name: api\nneeds:\n  - web\n  - login\n");
    expect(at("name")).toEqual({ line: 1, column: 7 });
    expect(at("needs", 1)).toEqual({ line: 4, column: 5 });
    expect(at("port")).toBeUndefined();
  });
});

test("the documented example has nothing wrong", () => {
  const [, text = ""] =
    /```yaml\n([\s\S]*?service\.schema[\s\S]*?)```/.exec(
      readFileSync(join(PROJECT, "docs/services.md"), "utf8"),
    ) ?? [];
  expect(text).toContain("environments:");
  expect(faults(text)).toEqual([]);
});
