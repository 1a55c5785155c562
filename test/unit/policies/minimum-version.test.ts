import { expect, test } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import type { Microservice } from "../../../src/microservice.ts";
import { servedBy } from "../../../src/policies/minimum-version.ts";

function asking(least: string, descriptor = ""): Microservice {
  const files = {
    "services/shop/pyproject.toml": `[project]\nname = "shop"\nrequires-python = "${least}"\ndependencies = ["flask"]\n`,
    "services/shop/app.py": "from flask import Flask\napp = Flask(__name__)\n",
    "services/shop/service.yaml": descriptor,
  };
  return resolve(Snapshot.of(files), LANGUAGES).services[0] as Microservice;
}

const ONE = { base: "python", version: "3.11", versions: ["3.11"] };
const THREE = { base: "python", version: "3.11", versions: ["3.11", "3.12", "3.13"] };

test("a base's own version serves what it is not below", () => {
  expect(servedBy(asking(">=3.10"), ONE)).toEqual({});
});

test("the first version that is not below serves where the base's own is", () => {
  expect(servedBy(asking(">=3.12"), THREE)).toEqual({ version: "3.12" });
});

test("a version that the service names is the one", () => {
  expect(servedBy(asking(">=3.10", 'version: "3.13"\n'), THREE)).toEqual({ version: "3.13" });
});

test("where none serves it is refused, with what there is", () => {
  expect(servedBy(asking(">=3.12"), ONE).refusal).toEqual({
    message: 'shop: pyproject.toml:3 asks for 3.12 or later, which the base "python" has not: there is 3.11',
    next: "say --bases registry",
  });
});

test("a registry may have more than bases.yaml names", () => {
  expect(servedBy(asking(">=3.12"), { base: "python", version: "3.11" }).refusal?.next).toBe(
    'say `version: "3.12"` in services/shop/service.yaml',
  );
});
