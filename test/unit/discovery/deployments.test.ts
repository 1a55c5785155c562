import { describe, expect, test } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { builds } from "../../../src/discovery/deployments/table.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";

type Files = Record<string, string>;

/** Images as `NAME CONTEXT FILE (FROM)`. */
const images = (files: Files) =>
  builds(Snapshot.of({ ...RECIPES, ...files })).map(
    ({ name, context, file, from }) => `${name} ${context} ${file} (${from})`,
  );

const RECIPES = {
  "cart/Dockerfile": "FROM x\nCOPY run /\n",
  "cart/run": "",
  "cart/Dockerfile.worker": "FROM x\n",
  "docker/mail/Dockerfile": "FROM x\nCOPY mail /\n",
  "mail/run": "",
};

describe("images that a deployment file builds", () => {
  const table: [name: string, files: Files, ...expected: string[]][] = [
    [
      "compose.yaml",
      {
        "compose.yaml": `x-build: &build { context: ., dockerfile: docker/mail/Dockerfile }
services:
  cart: { build: ./cart }
  worker:
    build: { context: cart, dockerfile: Dockerfile.worker }
  mail:
    build: *build
  redis: { image: "redis:7" }
  gone: { build: ./gone }
  far: { build: "https://git.example/x.git" }
  inline: { build: { context: cart, dockerfile_inline: FROM x } }
`,
      },
      "cart cart cart/Dockerfile (compose.yaml:3)",
      "worker cart cart/Dockerfile.worker (compose.yaml:4)",
      "mail . docker/mail/Dockerfile (compose.yaml:6)",
    ],
    [
      "docker-compose.yml with variables",
      {
        "deploy/docker-compose.yml":
          "services:\n  mail:\n    build: { context: '\u0024{ROOT}', dockerfile: '\u0024{FILE:-docker/mail/Dockerfile}' }\n  lost: { build: '\u0024{NOWHERE}' }\n",
        "deploy/.env": "# paths\nROOT='..'\n",
      },
      "mail . docker/mail/Dockerfile (deploy/docker-compose.yml:2)",
    ],
    [
      "skaffold.yaml, profiles too",
      {
        "skaffold.yaml":
          "apiVersion: skaffold/v3\nbuild:\n  artifacts:\n  - image: registry.example/shop/cart\n    context: cart\nprofiles:\n- build:\n    artifacts:\n    - image: worker\n      context: cart\n      docker: { dockerfile: Dockerfile.worker }\n",
      },
      "cart cart cart/Dockerfile (skaffold.yaml:4)",
      "worker cart cart/Dockerfile.worker (skaffold.yaml:9)",
    ],
    [
      "docker-bake.hcl",
      {
        "docker-bake.hcl":
          'variable "TAG" { default = "x" }\ntarget "cart" {\n  context = "./cart"\n  args = { A = "b" }\n}\ntarget "any" {\n  context = "./\u0024{item}"\n}\ntarget "mail" {\n  dockerfile = "docker/mail/Dockerfile"\n}\n',
      },
      "cart cart cart/Dockerfile (docker-bake.hcl:2)",
      "mail . docker/mail/Dockerfile (docker-bake.hcl:9)",
    ],
    [
      "docker-bake.json",
      { "docker-bake.json": '{\n"target": {\n"cart": { "context": "cart" }\n}\n}' },
      "cart cart cart/Dockerfile (docker-bake.json:3)",
    ],
    [
      "Tiltfile",
      {
        Tiltfile:
          "load('ext://x', 'y')\ndocker_build('shop/cart', 'cart')\ndocker_build(name, path)\ndocker_build(\"mail\", '.', dockerfile='docker/mail/Dockerfile')\n",
      },
      "cart cart cart/Dockerfile (Tiltfile:2)",
      "mail . docker/mail/Dockerfile (Tiltfile:4)",
    ],
    [
      "none of tests and examples",
      {
        "tests/compose.yaml": "services: { a: { build: ../cart } }",
        "docker-compose.test.yml": "services: { a: { build: cart } }",
      },
    ],
    ["none of what isn't YAML", { "compose.yaml": "services: [\n" }],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(images(files)).toEqual(expected));
});

describe("what a deployment file builds is a service", () => {
  const services = (files: Files) =>
    resolve(Snapshot.of(files), LANGUAGES).services.map(
      ({ name, path, entrypoint }) => `${name} ${path} ${entrypoint}`,
    );

  test("with the file and the context that it names", () => {
    const compose =
      "services:\n  mail: { build: { context: ., dockerfile: docker/mail/Dockerfile } }\n  worker: { build: { context: cart, dockerfile: Dockerfile.worker } }\n";
    expect(services({ ...RECIPES, "compose.yaml": compose })).toEqual([
      "cart cart Dockerfile",
      "mail . docker/mail/Dockerfile",
      "worker cart Dockerfile.worker",
    ]);
  });

  test("even if its directory is called an example or a tool", () => {
    const files = { "tools/proxy/Dockerfile": "FROM x\n", "cart/Dockerfile": "FROM x\n" };
    expect(services(files)).toEqual(["cart cart Dockerfile"]);
    expect(services({ ...files, "compose.yaml": "services: { p: { build: tools/proxy } }" })).toEqual([
      "cart cart Dockerfile",
      "proxy tools/proxy Dockerfile",
    ]);
  });

  test("but a program's own recipe, and one for development, is none of its own", () => {
    const files = {
      "go.mod": "module x\ngo 1.26\n",
      "cmd/a/main.go": "package main\n",
      "cmd/a/Dockerfile": "FROM x\nCOPY . .\n",
      "docker/Dockerfile.dev": "FROM x\n",
      "compose.yaml":
        "services:\n  a: { build: { context: ., dockerfile: cmd/a/Dockerfile } }\n  dev: { build: { context: ., dockerfile: docker/Dockerfile.dev } }\n",
    };
    expect(services(files)).toEqual(["a cmd/a ."]);
  });
});
