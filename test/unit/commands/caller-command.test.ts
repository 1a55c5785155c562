import { expect, it } from "vitest";
import { build, buildAll, pin, plan } from "../../../src/commands/index.ts";
import { MemoryEngine, type World } from "../../contract/memory-engine.ts";

const FILES = {
  "services/api/service.yaml": "budget: 20 MB\n",
  "services/api/go.mod": "module a\ngo 1.26\n",
  "services/api/main.go": "package main\n",
};
const OPTIONS = { environment: "development" } as const;

/** An engine of a repository that a package serves. */
class Packaged extends MemoryEngine {
  readonly call = "npx multistage";

  constructor(more: Partial<World> = {}) {
    super({ files: FILES, ...more });
  }

  command(words: string): string {
    return `${this.call} ${words}`;
  }
}

it.each([
  ["npx multistage", new Packaged({ sizes: { api: 1e9 } })],
  ["./daggerw call", new MemoryEngine({ files: FILES, sizes: { api: 1e9 } })],
])("%s: what is over its budget names the caller's own command", async (call, engine) => {
  const { result } = await build(engine, { ...OPTIONS, service: "api" });
  expect(result.error?.next).toBe(
    `raise \`budget:\` in its service.yaml, or cut what it holds: ${call} artifact --service api`,
  );
});

it("so does what no lock pins", async () => {
  const asked = plan(new Packaged(), { ...OPTIONS, frozen: true });
  await expect(asked).rejects.toMatchObject({
    next: "pin them: npx multistage pin export --path bases.lock",
  });
});

it("so does a failure of one among several", async () => {
  const { services } = await buildAll(new Packaged({ failing: { api: "no" } }), OPTIONS);
  expect(services[0]?.error?.reproduce).toBe("npx multistage build --service api");
});

it("so does a digest that its registry has no more", async () => {
  const lock = `"a.example/golang:1.26": sha256:${"a".repeat(64)}\n`;
  const bases = "golang: { image: 'a.example/golang:{version}' }\n";
  const files = { ...FILES, "bases.yaml": bases, "bases.lock": lock };
  const engine = new Packaged({ files, fallback: { present: [] } });
  await expect(build(engine, { ...OPTIONS, service: "api" })).rejects.toMatchObject({
    next: "npx multistage pin export --path bases.lock",
  });
  await expect(pin(engine)).rejects.toThrow("a.example/golang:1.26");
});
