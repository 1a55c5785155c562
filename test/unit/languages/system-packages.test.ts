import { expect, it } from "vitest";
import { packageName } from "../../../src/descriptor/text.ts";
import { NEEDS, systemPackages } from "../../../src/languages/system-packages.ts";

it("says what a known library is built and runs with, and who named it", () => {
  const named = [
    { name: "flask", from: "requirements.txt:1" },
    { name: "psycopg2", from: "requirements.txt:2" },
  ];
  expect(systemPackages("python", named)).toEqual([
    { field: "buildPackages", value: ["libpq-dev"], from: "requirements.txt:2 (psycopg2)" },
    { field: "runtimePackages", value: ["libpq5"], from: "requirements.txt:2 (psycopg2)" },
  ]);
  expect(systemPackages("rust", [{ name: "constructor", from: "Cargo.lock:1" }])).toEqual([]);
});

it("names packages as Debian does", () => {
  const all = Object.values(NEEDS).flatMap((known) => Object.values(known));
  const names = all.flatMap(({ build = [], runtime = [] }) => [...build, ...runtime]);
  expect(names.filter((name) => !new RegExp(packageName.pattern).test(name))).toEqual([]);
});
