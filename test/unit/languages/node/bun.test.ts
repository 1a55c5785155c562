import { expect, test } from "vitest";
import { recordingKit } from "../../../../src/dockerfile/recording-kit.ts";
import { dockerfileStages } from "../../../../src/dockerfile/stages.ts";
import { isRunByBun, withBun } from "../../../../src/languages/node/bun.ts";
import { node } from "../../../../src/languages/node/recipe.ts";
import type { Microservice } from "../../../../src/microservice.ts";

const service = {
  name: "api",
  path: ".",
  inputs: [],
  secrets: [],
  packages: { build: [], runtime: [] },
  packageManager: "bun",
  packageManagerVersion: "1.2.3",
  command: ["bun", "index.ts"],
} as unknown as Microservice;

const kit = recordingKit(service, (base, version = "") => `${base}${version}`);

test("Bun is installed at the package's version, and only its program reaches an image without Node", () => {
  const built = kit.named("package", withBun(kit.from("node"), service));
  const image = node.runtime(kit, service, built.directory("/out"), built.directory("/libraries"), built);
  const [build, runtime] = dockerfileStages(image.named("runtime"));
  expect(build?.instructions.join()).toContain("npm install --global bun@1.2.3");
  expect(runtime?.base).toBe("cc");
  expect(runtime?.instructions.join()).toMatch(/COPY .*--from=package \/opt\/bun \/usr\/local\/bin\/bun/);
  expect(runtime?.instructions.join()).toContain('ENTRYPOINT ["bun", "index.ts"]');
});

test("another manager's lockfile says nothing of Bun's version", () => {
  const other = { ...service, packageManager: "npm", packageManagerVersion: "11.0.0" };
  expect(dockerfileStages(withBun(kit.from("node"), other).named("a"))[0]?.instructions.join()).toMatch(
    /bun@1\.\d+\.\d+ /,
  );
});

test.each([
  [["bun", "a.ts"], undefined, true],
  [["node", "a.js"], undefined, false],
  [["bun", "a.ts"], true, false],
  [undefined, undefined, false],
])("command %s, bundled %s: by Bun %s", (command, bundle, expected) => {
  expect(isRunByBun({ ...service, command, bundle } as Microservice)).toBe(expected);
});
