import { expect, it } from "vitest";
import { ci } from "../../../src/commands/ci.ts";
import { MemoryEngine } from "../../contract/memory-engine.ts";

const GO = { "services/api/go.mod": "module a\ngo 1.26\n", "services/api/main.go": "package main" };
const asked = (settings = "") => ci(new MemoryEngine({ files: { ...GO, "multistage.yaml": settings } }));

it("fills in what a team leaves out", async () => {
  expect(await asked("ci: { branch: trunk, shards: 4 }")).toEqual({
    branch: "trunk",
    tags: "v*",
    publish: "testing",
    promote: "production",
    approval: false,
    shards: 4,
    verify: true,
  });
});

it("takes environments that multistage.yaml or a service names, and no others", async () => {
  const settings = await asked("environments: { live: }\nci: { promote: live }");
  expect(settings.promote).toBe("live");
  await expect(asked("environments: { live: }\nci: { promote: prodution }")).rejects.toThrow(
    'unknown environment "prodution": did you mean "production"? there are development, testing, production, live',
  );
});

it.each([
  ["ci: { branch: 'a b' }", "multistage.yaml:1:15: ci.branch"],
  ['ci: { branch: "a\'b" }', "multistage.yaml:1:15: ci.branch"],
  ["ci: { tags: 'v*x' }", "multistage.yaml:1:13: ci.tags"],
  ["ci: { shards: 0 }", "multistage.yaml:1:15: ci.shards"],
  ["ci: { shard: 2 }", 'multistage.yaml:1:7: unknown field "shard"'],
])("%s is refused at its place", async (settings, said) => {
  await expect(asked(settings)).rejects.toThrow(said);
});
