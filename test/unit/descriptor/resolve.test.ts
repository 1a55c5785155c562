import { describe, expect, test, vi } from "vitest";
import { environmentNames, forEnvironment, resolve, serviceFault } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const of = (files: Record<string, string>) => resolve(Snapshot.of(files), LANGUAGES);
const faults = (files: Record<string, string>) => of(files).faults.map(faultText);
const paths = (files: Record<string, string>) => of(files).services.map(({ path }) => path);

const MANIFESTS = LANGUAGES.flatMap(({ manifests }) => manifests).join(", ");
const NAMES = LANGUAGES.map(({ name }) => name).join("|");

const GO = { "go.mod": "module example.com/shop/v2\n\ngo 1.26\n", "main.go": "" };
const at = (directory: string, files: Record<string, string> = GO) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));

describe("which directories are services", () => {
  const table: [name: string, files: Record<string, string>, paths: string[]][] = [
    [
      "those of services/",
      { ...at("services/b"), ...at("services/a"), "services/README.md": "" },
      ["services/a", "services/b"],
    ],
    [
      "every one with a descriptor",
      { "tools/x/service.yaml": "language: go\nentrypoint: .", ...at("tools/x") },
      ["tools/x"],
    ],
    ["the root, where there are neither", GO, ["."]],
    ["the root, with a descriptor", { ...GO, "service.yaml": "name: shop" }, ["."]],
    ["not the root beside services", { ...GO, ...at("services/a") }, ["services/a"]],
    ["no hidden ones", { ...GO, ...at("services/.a"), ...at(".github/b"), ".x/service.yaml": "" }, ["."]],
    [
      "no installed packages",
      { ...at("services/a"), "services/a/node_modules/x/service.yaml": "" },
      ["services/a"],
    ],
    ["no empty ones", { ...at("services/a"), "services/b/.gitkeep": "" }, ["services/a"]],
    [
      "no directory that only groups described ones",
      { "services/shop/api/service.yaml": "", ...at("services/shop/api") },
      ["services/shop/api"],
    ],
    [
      "one within another",
      { ...at("services/a"), "services/a/worker/service.yaml": "", ...at("services/a/worker") },
      ["services/a", "services/a/worker"],
    ],
  ];
  test.each(table)("%s", (_name, files, expected) => {
    expect(faults(files)).toEqual([]);
    expect(paths(files).sort()).toEqual(expected);
  });
});

test("defaults, and what files tell", () => {
  expect(of(at("services/api")).services).toEqual([
    expect.objectContaining({
      name: "api",
      path: "services/api",
      language: "go",
      version: "1.26",
      entrypoint: ".",
      extras: [],
      inputs: [],
      needs: [],
      variables: {},
      budgetBytes: undefined,
      startCheck: true,
      sharedCache: true,
      expect: [],
      facts: [
        { field: "version", value: "1.26", from: "go.mod:3" },
        { field: "entrypoint", value: ".", from: "main.go" },
      ],
    }),
  ]);
  const [service] = of(at("services/api")).services;
  expect(Object.keys(service?.environments ?? {})).toEqual(["development", "testing", "production"]);
});

test("the descriptor over what files tell", () => {
  const descriptor = `name: shop
version: 1.25
entrypoint: ./cmd/api
command: [/shop, serve]
test: [go, test, ./...]
port: 9000
extras: [user]
inputs: [libs/money]
budget: 10 MB
cache: private
variables: { A: a }
environments: { qa: { variables: { A: b } } }
expect: [{ path: / }]
`;
  const [service] = of({
    ...at("services/api", { ...GO, "service.yaml": descriptor, "cmd/api/main.go": "", "cmd/x/main.go": "" }),
    "libs/money/go.mod": "",
  }).services;
  expect(service).toMatchObject({
    name: "shop",
    version: "1.25",
    entrypoint: "./cmd/api",
    command: ["/shop", "serve"],
    testCommand: ["go", "test", "./..."],
    port: 9000,
    extras: ["user"],
    inputs: ["libs/money"],
    budgetBytes: 10_000_000,
    startCheck: true,
    sharedCache: false,
    expect: [{ path: "/", status: 200, headers: {} }],
    facts: [],
  });
  expect(forEnvironment(service as never, "qa").service?.variables).toEqual({ A: "b" });
});

test("a directory that a Dockerfile of its own is built in may have any name", () => {
  const own = { Dockerfile: "FROM scratch\n", "service.yaml": "name: x\n" };
  expect(faults(at("services/[x]", own))).toEqual([]);
});

test.each([
  ["a Go module", GO, "shop"],
  ["a scoped package", { "package.json": '{"name":"@acme/Web_App","main":"a.js"}', "a.js": "" }, "web_app"],
  ["a page", { "index.html": "" }, "app"],
])("the root is called after %s", (_name, files, name) => {
  expect(of(files).services[0]?.name).toBe(name);
});

describe("faults", () => {
  const table: [name: string, files: Record<string, string>, ...faults: string[]][] = [
    [
      "a directory that no image can be called after, and that is a pattern",
      at("services/[id]"),
      'services/[id]: an image can\'t be called "[id]": that takes a name in lower case, digits and single - _ or . between them: say `name: id` in services/[id]/service.yaml',
      'services/[id]: builders read [, *, ? and \\ as a pattern, so nothing can be copied from "services/[id]": rename it',
    ],
    [
      "descriptors and settings that aren't called as they are read",
      {
        ...at("services/x"),
        ...at("services/y"),
        "services/x/service.yml": "",
        "services/y/Service.yaml": "",
        "services/y/service.yaml": "",
        "bases.yml": "",
        "multistage.yml": "",
      },
      "bases.yml: isn't read: rename it to bases.yaml",
      "multistage.yml: isn't read: rename it to multistage.yaml",
      "services/x/service.yml: isn't read: rename it to service.yaml",
      "services/y/Service.yaml: isn't read: service.yaml is read: remove one",
    ],
    [
      "a manifest of Kubernetes",
      { ...at("services/x"), "k8s/service.yml": "", "services/x/k8s/service.yml": "" },
    ],
    [
      "bases that can't be read",
      { ...at("services/x"), "bases.yaml": "golang: x\n", "bases.lock": "- x\n" },
      "bases.lock:1:1: the file must be names and values, not a list",
      'bases.yaml:1:9: golang must be fields, not "x": say { image: "x" }',
    ],
    [
      "inputs that are patterns",
      {
        ...at("services/x"),
        "services/x/service.yaml": "inputs:\n  - libs/a\n  - ./libs/b*\n",
        "libs/a/x": "",
        "libs/b*/x": "",
      },
      'services/x/service.yaml:3:5: builders read [, *, ? and \\ as a pattern, so nothing can be copied from "libs/b*": rename it',
    ],
    [
      "a language that only a Dockerfile builds",
      { "services/x/CMakeLists.txt": "", "services/x/main.c": "" },
      "services/x/CMakeLists.txt: C or C++ is built by a Dockerfile of its own, and there is none: write one beside it",
    ],
    [
      "no language",
      { "services/x/README.md": "" },
      `services/x: no language detected: expected ${MANIFESTS}: or say \`language: ${NAMES}\` in services/x/service.yaml`,
    ],
    [
      "two languages",
      { ...at("services/x"), "services/x/package.json": '{"main":"a.js"}', "services/x/a.js": "" },
      "services/x: go (go.mod) or node (package.json)? say `language: go` in services/x/service.yaml",
    ],
    [
      "an unknown language",
      { ...at("services/x"), "services/x/service.yaml": "language: pyton\n" },
      'services/x/service.yaml:1:11: unknown language "pyton": did you mean "python"?',
    ],
    [
      "a language's other name",
      { ...at("services/x"), "services/x/service.yaml": "language: golang\n" },
      'services/x/service.yaml:1:11: unknown language "golang": did you mean "go"?',
    ],
    [
      "several mains",
      at("services/x", { "go.mod": "", "cmd/api/main.go": "", "cmd/worker/main.go": "" }),
      "services/x: entrypoint: ./cmd/api or ./cmd/worker? say `entrypoint: ./cmd/api` in services/x/service.yaml",
    ],
    [
      "several binaries of a crate",
      at("services/x", {
        "Cargo.toml": '[package]\nname = "api"\n',
        "src/main.rs": "",
        "src/bin/job.rs": "",
      }),
      "services/x: entrypoint: api or job? say `entrypoint: api` in services/x/service.yaml",
    ],
    [
      "two lockfiles of Node",
      at("services/x", { "package.json": '{"main":"a.js"}', "a.js": "", "yarn.lock": "", "bun.lock": "" }),
      "services/x: packageManager: yarn or bun? say `packageManager: yarn` in services/x/service.yaml",
    ],
    [
      "two lockfiles of Python",
      at("services/x", { "pyproject.toml": "", "main.py": "", "poetry.lock": "", "pdm.lock": "" }),
      "services/x: packageManager: poetry or pdm? say `packageManager: poetry` in services/x/service.yaml",
    ],
    [
      "no main",
      at("services/x", { "go.mod": "" }),
      "services/x: no entrypoint found: expected main.go or cmd/NAME/main.go: say `entrypoint: …` in services/x/service.yaml",
    ],
    [
      "one name twice, said",
      { ...at("services/api"), ...at("services/web"), "services/web/service.yaml": "port: 1\nname: api\n" },
      'services/web/service.yaml:2:7: services/api and services/web are both called "api": give one another name in its service.yaml',
    ],
    [
      "a directory that can't name an image",
      at("services/MyApi"),
      'services/MyApi: an image can\'t be called "MyApi": that takes a name in lower case, digits and single - _ or . between them: say `name: my-api` in services/MyApi/service.yaml',
    ],
    [
      "needs of nobody",
      { ...at("services/api"), ...at("services/login"), "services/api/service.yaml": "needs: [logni]\n" },
      'services/api/service.yaml:1:9: needs: no service is called "logni": did you mean "login"?',
    ],
    [
      "a need of a service that is at fault itself",
      { ...at("services/a", { ...GO, "service.yaml": "needs: [b]\n" }), "services/b/x": "" },
      `services/b: no language detected: expected ${MANIFESTS}: or say \`language: ${NAMES}\` in services/b/service.yaml`,
    ],
    [
      "nothing more where the syntax is broken",
      { "services/a/service.yaml": "language: go\n\tport: 1\n" },
      "services/a/service.yaml:2:1: a tab indents this line: indent with spaces",
    ],
    [
      "nothing more where a field is at fault already",
      at("services/A", { "go.mod": "", "service.yaml": "name: A\nentrypoint: ../x\n" }),
      'services/A/service.yaml:1:7: name must be a name in lower case, digits and single - _ or . between them, not "A": did you mean "a"?',
      `services/A/service.yaml:2:13: entrypoint must be what is compiled or started, relative to the service's directory, not "../x"`,
    ],
    [
      "a circle",
      {
        ...at("services/a", { ...GO, "service.yaml": "needs: [b]\n" }),
        ...at("services/b", { ...GO, "service.yaml": "needs: [c]\n" }),
        ...at("services/c", { ...GO, "service.yaml": "needs:\n  - b\n" }),
      },
      "services/c/service.yaml:2:5: needs go in a circle: b → c → b: leave one of them out",
    ],
    [
      "a need of itself",
      at("services/a", { ...GO, "service.yaml": "needs: [a]\n" }),
      'services/a/service.yaml:1:9: "a" needs itself: leave the line out',
    ],
    [
      "an input that isn't there",
      { ...at("services/a", { ...GO, "service.yaml": "inputs: [libs/mony]\n" }), "libs/money/x.go": "" },
      'services/a/service.yaml:1:10: inputs: the repository has no "libs/mony": did you mean "libs/money"?',
    ],
    [
      "an input of the service's own",
      at("services/a", { ...GO, "service.yaml": "inputs: [assets]\n", "assets/x": "" }),
      'services/a/service.yaml:1:10: inputs: the repository has no "assets": what lies in the service\'s directory is read anyway',
    ],
    [
      "a main package that isn't there",
      at("services/a", { ...GO, "service.yaml": "entrypoint: ./cmd/ap\n", "cmd/api/main.go": "" }),
      'services/a/service.yaml:1:13: entrypoint: services/a has no cmd/ap/: did you mean "cmd/api/"?',
    ],
    [
      "a script that isn't there",
      at("services/a", {
        "package.json": "{}",
        "src/server.js": "",
        "service.yaml": "entrypoint: src/sever.js\n",
      }),
      'services/a/service.yaml:1:13: entrypoint: services/a has no src/sever.js: did you mean "src/server.js"?',
    ],
    [
      "a module that isn't there",
      at("services/a", {
        "requirements.txt": "flask",
        "shop/api.py": "",
        "service.yaml": "entrypoint: shop.app:app\n",
      }),
      'services/a/service.yaml:1:13: entrypoint: services/a has no shop/app.py: did you mean "shop/api.py"?',
    ],
    [
      "a binary that isn't there",
      at("services/a", {
        "Cargo.toml": '[package]\nname = "shop"',
        "src/bin/api.rs": "",
        "src/bin/job.rs": "",
        "service.yaml": "entrypoint: apo\n",
      }),
      'services/a/service.yaml:1:13: entrypoint: there is no "apo": did you mean "api"?',
    ],
    [
      "a version that the manifest refuses",
      at("services/a", {
        "package.json": '{\n"engines": {"node": ">=20"},\n"main": "a.js"}',
        "a.js": "",
        "service.yaml": "version: 18\n",
      }),
      "services/a/service.yaml:1:10: version 18 is lower than 20, which package.json:2 asks for",
    ],
    [
      "a manifest that can't be read",
      at("services/a", {
        "package.json": '{\n  "main": "a.js",\n}',
        "a.js": "",
        "service.yaml": "entrypoint: a.js",
      }),
      "services/a/package.json:2:17: not JSON: remove the comma before the closing bracket",
    ],
    [
      "a module by a path that isn't there",
      at("services/a", { ...GO, "go.mod": "module a\nreplace x => ../../libs/x\n" }),
      "services/a/go.mod:2: the repository has no libs/x: ../../libs/x is relative to services/a",
    ],
    [
      "a module outside the repository",
      at("services/a", { ...GO, "go.mod": "module a\nreplace x => ../../../x\n" }),
      "services/a/go.mod:2: ../../../x lies outside the repository: bring it in, or let the package manager fetch it",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) => {
    expect(faults(files)).toEqual(expected);
  });

  test("all services' at once, each with its service", () => {
    const { faults: found, services } = of({
      ...at("services/a", { ...GO, "service.yaml": "port: 0\nprot: 1\n" }),
      "services/b/x": "",
      ...at("services/c"),
    });
    expect(found.map(({ file, service }) => [file, service])).toEqual([
      ["services/a/service.yaml", "services/a"],
      ["services/a/service.yaml", "services/a"],
      ["services/b", "services/b"],
    ]);
    expect(services.map(({ name }) => name)).toEqual(["a", "c"]);
  });
});

describe("environments", () => {
  const [service] = of(
    at("services/api", {
      ...GO,
      "service.yaml":
        "variables: { A: a, B: b }\nenvironments: { testing: { variables: { A: t }, labels: { x: y } }, qa: }\n",
    }),
  ).services as [never];

  test("merged key by key", () => {
    expect(forEnvironment(service, "testing").service).toMatchObject({
      variables: { A: "t", B: "b" },
      labels: { x: "y" },
    });
    expect(forEnvironment(service, "qa").service).toMatchObject({ variables: { A: "a", B: "b" } });
  });

  test("an unknown one", () => {
    const { service: none, faults: found } = forEnvironment(service, "prodction");
    expect(none).toBeUndefined();
    expect(found.map(faultText)).toEqual([
      'services/api/service.yaml: unknown environment "prodction": did you mean "production"? there are development, testing, production, qa',
    ]);
  });

  test("one that only another service names has no differences here", () => {
    expect(environmentNames([service])).toEqual(["development", "testing", "production", "qa"]);
    expect(forEnvironment(service, "eu", ["eu"]).service).toBe(service);
  });

  test("an unknown service", () => {
    expect(faultText(serviceFault([service], "apo") as never)).toContain(
      'unknown service "apo": did you mean "api"? there are api',
    );
    expect(serviceFault([service], "api")).toBeUndefined();
  });
});

test("no service of fifty looks at the files of the others", () => {
  const files = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [
      ...Object.entries(
        at(`services/s${index}`, { ...GO, "service.yaml": "port: 80\nvariables: { A: b }\n" }),
      ),
      ...Array.from({ length: 400 }, (_, file) => [`services/s${index}/pkg/p${file}.go`, ""] as const),
    ]).flat(),
  );
  const listed = vi.spyOn(Snapshot.prototype, "paths", "get");
  expect(resolve(Snapshot.of(files), LANGUAGES).services).toHaveLength(50);
  const handedOut = listed.mock.results.reduce((sum, { value }) => sum + value.length, 0);
  listed.mockRestore();
  // Each file a few times, by its own service: were all listed for every service, this would be a million.
  expect(handedOut).toBeLessThan(8 * Object.keys(files).length);
});
