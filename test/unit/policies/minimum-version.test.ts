import { expect, test } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import type { Microservice } from "../../../src/microservice.ts";
import { servedBy } from "../../../src/policies/minimum-version.ts";

function asking(least: string, descriptor = ""): Microservice {
  const files = {
    "services/shop/package.json": `{\n  "name": "shop",\n  "engines": { "node": "${least}" },\n  "scripts": { "start": "node server.js" }\n}\n`,
    "services/shop/server.js": "require('node:http').createServer().listen(8080)\n",
    "services/shop/service.yaml": descriptor,
  };
  return resolve(Snapshot.of(files), LANGUAGES).services[0] as Microservice;
}

const ONE = { base: "node", version: "20", versions: ["20"] };
const THREE = { base: "node", version: "20", versions: ["20", "22", "24"] };

test("a base's own version serves what it is not below", () => {
  expect(servedBy(asking(">=18"), ONE)).toEqual({});
});

test("the first version that is not below serves where the base's own is", () => {
  expect(servedBy(asking(">=22"), THREE)).toEqual({ version: "22" });
});

test("a version that the service names is the one", () => {
  expect(servedBy(asking(">=18", 'version: "24"\n'), THREE)).toEqual({ version: "24" });
});

test("where none serves it is refused, with what there is", () => {
  expect(servedBy(asking(">=22"), ONE).refusal).toEqual({
    message: 'shop: package.json:3 asks for 22 or later, which the base "node" has not: there is 20',
    next: "say --bases registry",
  });
});

test("a registry may have more than bases.yaml names", () => {
  expect(servedBy(asking(">=22"), { base: "node", version: "20" }).refusal?.next).toBe(
    'say `version: "22"` in services/shop/service.yaml',
  );
});
