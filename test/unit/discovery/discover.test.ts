import { describe, expect, test } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

type Files = Record<string, string>;

const of = (files: Files) => resolve(Snapshot.of(files), LANGUAGES);
const names = (files: Files) =>
  of(files).services.map(({ name, path }) => (path === name ? name : `${name} ${path}`));
const passed = (files: Files) =>
  of(files).passedOver.map(({ directory, reason }) => `${directory}: ${reason}`);

const at = (directory: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));

const GO = { "go.mod": "module example.com/x\n\ngo 1.26\n", "main.go": "package main\n" };
const NODE = { "package.json": '{"scripts":{"start":"node server.js"}}', "server.js": "" };
const LIBRARY = { "package.json": '{"name":"@shop/money","main":"index.js"}', "index.js": "" };
const RECIPE = { Dockerfile: "FROM scratch\nCOPY run /\n", run: "" };
const jar = (name: string) =>
  `<project><artifactId>${name}</artifactId><version>1</version><build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>`;

describe("with no configuration services are found", () => {
  const table: [name: string, files: Files, ...expected: string[]][] = [
    [
      "in any directory",
      { ...at("src/alpha", GO), ...at("src/beta", NODE) },
      "alpha src/alpha",
      "beta src/beta",
    ],
    [
      "by a hidden file of settings",
      at("docs", {
        "package.json": '{"scripts":{"build":"eleventy"},"devDependencies":{"@11ty/eleventy":"3"}}',
        ".eleventy.js": "module.exports = { dir: { output: 'www' } };",
      }),
      "docs",
    ],
    [
      "each application of Nest's that one package builds",
      {
        "package.json":
          '{"name":"shop","scripts":{"build":"nest build"},"dependencies":{"@nestjs/core":"11"}}',
        "nest-cli.json": JSON.stringify({
          monorepo: true,
          root: "apps/api",
          projects: {
            api: { type: "application", root: "apps/api" },
            worker: { type: "application", root: "apps/worker" },
            common: { type: "library", root: "libs/common" },
          },
        }),
      },
      "api .",
      "worker .",
    ],
    [
      "a program that has pages, for which styles are made, alone",
      at("api", {
        ...GO,
        "package.json":
          '{"scripts":{"build":"tailwindcss -o static/a.css"},"devDependencies":{"tailwindcss":"3"}}',
        "static/index.html": "",
      }),
      "api",
    ],
    ["at the top", { ...at("cart", NODE), ...at("mail", GO) }, "cart", "mail"],
    [
      "beside services/",
      { ...at("services/api", GO), ...at("apps/web", NODE) },
      "api services/api",
      "web apps/web",
    ],
    ["below a directory of services/ that groups them", at("services/shop/api", GO), "api services/shop/api"],
    ["by a Dockerfile alone", { ...at("db", RECIPE), ...at("web", NODE) }, "db", "web"],
    [
      "as members of a workspace, not its root",
      {
        "package.json":
          '{"private":true,"workspaces":["apps/*","packages/*"],"scripts":{"start":"turbo run start"}}',
        ...at("apps/web", NODE),
        ...at("packages/money", LIBRARY),
      },
      "web apps/web",
    ],
    [
      "as modules of a Maven reactor",
      {
        "pom.xml":
          "<project><artifactId>all</artifactId><packaging>pom</packaging><modules><module>orders</module><module>users</module></modules></project>",
        "orders/pom.xml": jar("orders"),
        "users/pom.xml": jar("users"),
      },
      "orders",
      "users",
    ],
    [
      "as the only runnable module of one",
      {
        "pom.xml":
          "<project><artifactId>all</artifactId><packaging>pom</packaging><modules><module>orders</module></modules></project>",
        "orders/pom.xml": jar("orders"),
      },
      "orders",
    ],
    [
      "as crates of a workspace",
      {
        "Cargo.toml": '[workspace]\nmembers = ["a", "b", "money"]\n',
        "a/Cargo.toml": '[package]\nname = "a"\n',
        "a/src/main.rs": "",
        "b/Cargo.toml": '[package]\nname = "b"\n',
        "b/src/main.rs": "",
        "money/Cargo.toml": '[package]\nname = "money"\n',
        "money/src/lib.rs": "",
      },
      "a",
      "b",
    ],
    [
      "as programs of one Go module",
      {
        "go.mod": GO["go.mod"],
        "cmd/a/main.go": "package main\n",
        "cmd/b/main.go": "package main\n",
        "lib.go": "package x\n",
      },
      "a cmd/a",
      "b cmd/b",
    ],
    [
      "as projects of one sbt build",
      {
        "build.sbt":
          'lazy val api = (project in file("api")).enablePlugins(JavaAppPackaging)\nlazy val web = (project in file("web")).enablePlugins(PlayScala)\n',
        "api/src/main/scala/A.scala": "",
      },
      "api .",
      "web .",
    ],
    [
      "whose project.json of Nx only calls their own tools",
      {
        ...at("catalog", GO),
        "catalog/project.json":
          '{"projectType":"application","targets":{"build":{"executor":"nx:run-commands","options":{"command":"go build ."}},"helm":{}}}',
      },
      "catalog",
    ],
    [
      "whose main only runs",
      at("batch", {
        "package.json": '{"main":"index.js","dependencies":{"pg":"8"}}',
        "index.js": 'import pg from "pg";\nawait new pg.Client().connect();\n',
      }),
      "batch",
    ],
    ["in examples, where there is nothing else", at("examples/hello", NODE), "hello examples/hello"],
  ];
  test.each(table)("%s", (_name, files, ...expected) => {
    expect(of(files).faults.map(faultText)).toEqual([]);
    expect(names(files)).toEqual(expected);
  });
});

describe("no services are", () => {
  const table: [name: string, files: Files, ...reasons: string[]][] = [
    ["libraries", at("libs/money", LIBRARY), "libs/money: package.json has no start script: a library"],
    [
      "command-line tools",
      at("x", { "package.json": '{"bin":"x.js"}', "x.js": "" }),
      "x: package.json has a bin and no start script: a tool",
    ],
    [
      "apps for phones",
      at("x", {
        "package.json": '{"scripts":{"start":"expo start"},"dependencies":{"react-native":"1","expo":"1"}}',
      }),
      "x: an app for phones",
    ],
    [
      "charts that Nx calls applications",
      at("x", { "project.json": '{"projectType":"application","targets":{"helm":{}}}' }),
      "x: project.json starts nothing",
    ],
    [
      "manifests of tools",
      at("x", { "package.json": '{"devDependencies":{"prettier":"3"}}' }),
      "x: package.json starts nothing",
    ],
    ["tests", { ...at("tests/mock", NODE), ...at("web-e2e", NODE) }, "tests: tests", "web-e2e: tests"],
    ["examples", at("examples/x", NODE), "examples: examples"],
    ["tools", { ...at("tools/x", GO), ...at("scripts/y", NODE) }, "scripts: tools", "tools: tools"],
    ["generated code", at("api/genproto", RECIPE), "api/genproto: generated"],
    ["installed packages", at("vendor/x", GO), "vendor: installed packages"],
    ["hidden directories", at(".devcontainer", RECIPE), ".devcontainer: hidden"],
    ["pages of a program", at("web/public", { "index.html": "" }), "web/public: pages of web"],
    [
      "what a program's own scripts build",
      {
        ...at("web", {
          "package.json": '{"scripts":{"start":"node server.js","build":"cd client && npm run build"}}',
          "server.js": "",
        }),
        ...at("web/client", {
          "package.json": '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
          "index.html": "",
        }),
      },
      "web/client: a part of web, which builds it",
    ],
    [
      "recipes whose files are made elsewhere",
      at("docker", { Dockerfile: "FROM x\nARG JAR\nCOPY $JAR /\n" }),
      "docker: what Dockerfile copies is made elsewhere",
    ],
    [
      "the recipe of a program that is found",
      { ...at("docker/web", { Dockerfile: "FROM x\nCOPY web/server.js /\n" }) },
      "docker/web: copies web, which is found itself",
    ],
  ];
  test.each(table)("%s", (_name, files, ...reasons) => {
    const all = { ...at("web", NODE), ...files };
    expect(passed(all)).toEqual(reasons);
    expect(of(all).faults).toEqual([]);
    expect(names(all)).toEqual(["web"]);
  });
});

test("a crate with programs of its own is none where others need it", () => {
  const files = {
    "api/Cargo.toml": '[package]\nname = "api"\n[dependencies]\nparser = { path = "../parser" }\n',
    "api/src/main.rs": "",
    "parser/Cargo.toml": '[package]\nname = "parser"\n',
    "parser/src/main.rs": "",
    "parser/src/lib.rs": "",
  };
  expect(passed(files)).toEqual(["parser: api needs it: a library"]);
  expect(names(files)).toEqual(["api"]);
});

describe("a service.yaml of another tool's", () => {
  const foreign: [name: string, files: Files, owner: string][] = [
    [
      "Kubernetes'",
      { "k8s/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: { name: api }\n" },
      "Kubernetes",
    ],
    ["Helm's, by its braces", { "x/service.yaml": "kind: {{ .Values.kind }}\n" }, "Helm"],
    ["Helm's, by its chart", { "x/Chart.yaml": "", "x/templates/service.yaml": "name: api\n" }, "Helm"],
    [
      "anybody's",
      { "x/service.yaml": "type: google.api.Service\nconfig_version: 3\ntitle: x\n" },
      "another tool",
    ],
  ];
  test.each(foreign)("%s describes no service", (_name, files, owner) => {
    const directory = Object.keys(files)
      .find((path) => path.endsWith("service.yaml"))
      ?.replace("/service.yaml", "");
    expect(passed({ ...at("services/api", GO), ...files })).toEqual([
      `${directory}: its service.yaml is ${owner}'s`,
    ]);
    expect(names({ ...at("services/api", GO), ...files })).toEqual(["api services/api"]);
  });

  test("a misspelled field is ours", () => {
    const { faults } = of({
      ...at("services/api", GO),
      "services/api/service.yaml": "prot: 80\nnmae: api\n",
    });
    expect(faults.map(({ message }) => message)).toEqual(['unknown field "prot"', 'unknown field "nmae"']);
  });

  test("the directory is a service all the same where it is one", () => {
    const files = {
      ...at("services/api", GO),
      "services/api/service.yaml": "apiVersion: v1\nkind: Service\n",
    };
    expect(of(files).faults).toEqual([]);
    expect(names(files)).toEqual(["api services/api"]);
  });
});

describe("names", () => {
  const table: [name: string, files: Files, ...expected: string[]][] = [
    [
      "that are equal get their paths",
      { ...at("shop/api", GO), ...at("bank/api", GO) },
      "bank-api bank/api",
      "shop-api shop/api",
    ],
    [
      "as much of them as tells them apart",
      { ...at("a/http/x", GO), ...at("a/grpc/x", GO), ...at("b/http/x", GO) },
      "a-grpc-x a/grpc/x",
      "a-http-x a/http/x",
      "b-http-x b/http/x",
    ],
    [
      "of services/ stay",
      { ...at("services/api", GO), ...at("apps/api", GO) },
      "api services/api",
      "apps-api apps/api",
    ],
    ["of directories that say nothing are those above", at("cart/src", NODE), "cart cart/src"],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(names(files)).toEqual(expected));

  test("that are said are not changed", () => {
    const files = { ...at("shop/api", GO), ...at("bank/x", GO), "bank/x/service.yaml": "name: api\n" };
    expect(of(files).faults.map(faultText)).toEqual([expect.stringContaining('both called "api"')]);
  });
});

describe("a Dockerfile builds, and why is told,", () => {
  const recipe = { Dockerfile: 'FROM python\nCOPY . .\nCMD ["./run.sh"]\n', "run.sh": "" };
  const told = (files: Files) =>
    of(files).services.map(({ name, language, warnings }) => [name, language, warnings?.map(faultText)]);

  test("what no file says how to start", () => {
    const files = at("load", { ...recipe, "requirements.txt": "locust==2\n", "a.py": "", "b.py": "" });
    expect(told(files)).toEqual([
      ["load", "dockerfile", [expect.stringContaining("requirements.txt doesn't say what starts")]],
    ]);
  });

  test("what no base can build", () => {
    const files = at("shop", { ...recipe, "build.gradle": "plugins { id 'application' }\n" });
    expect(told(files)).toEqual([
      ["shop", "dockerfile", [expect.stringContaining("no base can build build.gradle")]],
    ]);
  });

  test("but nothing whose files it wants made", () => {
    const files = at("shop", {
      Dockerfile: "FROM java\nCOPY made /\n",
      "build.gradle": "plugins { id 'application' }\n",
    });
    expect(of(files).faults.map(faultText)).toEqual([expect.stringContaining("there is no wrapper")]);
  });

  test("and what lies in its directory is no service of its own", () => {
    const files = at("reviews", {
      ...recipe,
      "settings.gradle": "include 'application'\n",
      "build.gradle": "",
      "application/build.gradle": "apply plugin: 'war'\n",
    });
    expect(names(files)).toEqual(["reviews"]);
    expect(passed(files)).toEqual(["reviews/application: a part of reviews, whose Dockerfile builds it"]);
  });
});

describe("one that is unclear", () => {
  test("is told for each service that has the same fault", () => {
    const files = {
      "settings.gradle": "include 'a', 'b'\n",
      "a/build.gradle": "plugins { id 'application' }\n",
      "b/build.gradle": "plugins { id 'application' }\n",
    };
    expect(of(files).faults.map(({ service }) => service)).toEqual(["a", "b"]);
  });

  test("hides no other", () => {
    const { services, faults } = of({ ...at("services/good", GO), "services/unclear/notes.txt": "" });
    expect(services.map(({ name }) => name)).toEqual(["good"]);
    expect(faults.map(({ service }) => service)).toEqual(["services/unclear"]);
  });

  test("is told wherever it lies", () => {
    const files = { ...at("good", GO), ...at("web", { "package.json": '{"scripts":{"start":"a | b"}}' }) };
    expect(of(files).faults.map(({ service, message }) => [service, message])).toEqual([
      ["web", expect.stringContaining("needs a shell")],
    ]);
  });
});

test("a workspace whose program is a member's with a descriptor is none", () => {
  const files = {
    "all/pyproject.toml": '[tool.uv.workspace]\nmembers = ["server"]\n',
    "all/uv.lock": "",
    "all/server/pyproject.toml": '[project]\nname = "server"\ndependencies = []\n',
    "all/server/main.py": 'if __name__ == "__main__":\n    print(1)\n',
    "all/server/service.yaml": "name: all\n",
  };
  expect(names(files)).toEqual(["all all/server"]);
});

test("what is in a directory with a descriptor is its own", () => {
  expect(names({ "service.yaml": "name: shop\n", ...GO, ...at("web", NODE) })).toEqual(["shop ."]);
});
