import { expect, it } from "vitest";
import { build } from "../../../src/commands/index.ts";
import { MemoryEngine } from "../../contract/memory-engine.ts";

const GO = { "go.mod": "module a\ngo 1.26\n", "main.go": "package main\nfunc main() {}\n" };

/** How a build ends whose step printed such a line. */
async function ended(descriptor: string, line: string) {
  const files = { ...GO, "service.yaml": descriptor };
  const all = Object.entries(files).map(([path, text]) => [`services/api/${path}`, text] as const);
  const engine = new MemoryEngine({ files: Object.fromEntries(all), failing: { api: line } });
  return (await build(engine, { environment: "development", service: "api" })).result.error;
}

it("a package that Debian doesn't have is told where it is asked for, with a near name", async () => {
  const descriptor = "# libpq5-dev\npackages:\n  build: [gcc, libpq5-dev]\n";
  expect(await ended(descriptor, "E: Unable to locate package libpq5-dev")).toMatchObject({
    message:
      'api: services/api/service.yaml:3:16: Debian has no package "libpq5-dev": did you mean "libpq-dev"?',
    exitCode: 2,
  });
});

it("so is one that others only mention, and one with a version", async () => {
  const error = await ended(
    "packages: { runtime: [zzzz=1.2] }\n",
    "E: Package 'zzzz' has no installation candidate",
  );
  expect(error?.message).toContain(
    `services/api/service.yaml:1:23: Debian has no package "zzzz": its name is as`,
  );
});

it.each([
  ["a package that the service doesn't ask for", "E: Unable to locate package other"],
  ["a registry that isn't there", "E: Failed to fetch http://deb.example/libpq-dev.deb"],
])("%s is no mistake of its descriptor", async (_, line) => {
  const error = await ended("packages: { build: [libpq-dev] }\n", line);
  expect(error).toMatchObject({ message: "api: stage runtime: it failed", exitCode: 1 });
});
