import { expect, it } from "vitest";
import { packageName } from "../../../src/descriptor/text.ts";
import { NEEDS, systemPackages } from "../../../src/languages/system-packages.ts";
import type { SystemPackages } from "../../../src/microservice.ts";

it("says what a known library is built and runs with, and who named it", () => {
  const named = [
    { name: "express", from: "package.json:1" },
    { name: "pg-native", from: "package.json:2" },
  ];
  expect(systemPackages("node", named)).toEqual([
    { field: "buildPackages", value: ["libpq-dev"], from: "package.json:2 (pg-native)" },
    { field: "runtimePackages", value: ["libpq5"], from: "package.json:2 (pg-native)" },
  ]);
  expect(systemPackages("rust", [{ name: "constructor", from: "Cargo.lock:1" }])).toEqual([]);
});

it("names packages as Debian does", () => {
  const all = Object.values(NEEDS).flatMap((known): Partial<SystemPackages>[] => Object.values(known));
  const names = all.flatMap(({ build = [], runtime = [] }) => [...build, ...runtime]);
  expect(names.filter((name) => !new RegExp(packageName.pattern).test(name))).toEqual([]);
});
