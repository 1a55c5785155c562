import { expect, test } from "vitest";
import { resolve } from "../../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../../src/languages/table.ts";

const resolved = (files: Record<string, string>) => resolve(Snapshot.of(files), LANGUAGES);

test("another language's entry point, which its build makes, is no Dockerfile's", () => {
  const { services, faults } = resolved({
    "services/one/service.yaml": "entrypoint: target/universal/stage\n",
    "services/one/build.sbt": 'scalaVersion := "3.3.7"\n',
    "services/one/project/build.properties": "sbt.version=1.13.0\n",
  });
  expect(faults).toEqual([]);
  expect(services).toMatchObject([{ name: "one", language: "scala" }]);
});

test("a Dockerfile that a descriptor names is told where it isn't there", () => {
  const { faults } = resolved({
    "services/one/service.yaml": "entrypoint: build.Dockerfile\n",
    "services/one/Containerfile": "FROM scratch\n",
    "services/one/index.html": "",
  });
  expect(faults.map(({ message }) => message)).toEqual(["entrypoint: services/one has no build.Dockerfile"]);
});
