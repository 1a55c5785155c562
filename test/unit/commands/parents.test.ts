import { describe, expect, it } from "vitest";
import { buildAll, test } from "../../../src/commands/index.ts";
import { type Publisher, RegistryFailure } from "../../../src/publish/publisher.ts";
import { MemoryEngine, type World } from "../../contract/memory-engine.ts";
import { memoryRegistry } from "../publish/memory-registry.ts";

const CACHE = "registry.example/team/cache";
const LOCK = { name: "api", lockfileVersion: 3, packages: { "": { name: "api" } } };
const FILES = {
  "multistage.yaml": "registry: registry.example/team\n",
  "services/api/package.json": '{"name":"api","main":"index.js"}',
  "services/api/package-lock.json": JSON.stringify(LOCK),
  "services/api/index.js": "require('http').createServer().listen(process.env.PORT)",
};
const EDITED = {
  ...FILES,
  "services/api/index.js": "require('http').createServer(x => x).listen(process.env.PORT)",
};
const LOCKED = { ...FILES, "services/api/package-lock.json": JSON.stringify({ ...LOCK, requires: true }) };
const reads = { environment: "development", bases: "debian" } as const;
const writes = { ...reads, cache: "write" } as const;

/** A machine that has nothing, and what it then took, made and uploaded. */
function machine(registry: ReturnType<typeof memoryRegistry>, more: Partial<World> = {}) {
  const parents = { taken: new Set<string>(), made: new Set<string>(), uploaded: [] };
  const files = more.files ?? FILES;
  return { parents, engine: new MemoryEngine({ files, committed: files, registry, parents, ...more }) };
}

const kinds = (registry: ReturnType<typeof memoryRegistry>) =>
  [...registry.tags.keys()].map((tag) => tag.replace(`${CACHE}:`, "").replace(/\.[0-9a-f]{64}$/, "")).sort();

async function filled(domain?: string) {
  const registry = memoryRegistry();
  await buildAll(machine(registry, { domain }).engine, writes);
  return registry;
}

describe("what builds start from", () => {
  it("is written with the images, and taken where sources alone changed", async () => {
    const registry = await filled();
    expect(kinds(registry)).toEqual([
      ...["main.base", "main.base", "main.dependencies", "main.image", "main.times"],
    ]);
    const second = machine(registry, { files: EDITED });
    await buildAll(second.engine, reads);
    const [dependencies = ""] = second.engine.startedFrom;
    expect(dependencies).toMatch(/^localhost\/multistage-cache\/dependencies:[0-9a-f]{64}$/);
    // The base of the dependencies is in their image.
    expect([...second.parents.taken].map((address) => address.replace(/:.*/, "")).sort()).toEqual([
      "localhost/multistage-cache/dependencies",
      "localhost/multistage/node-runtime",
    ]);
  });

  it("is what tests start from, too", async () => {
    const registry = await filled();
    const second = machine(registry);
    await test(second.engine, { ...reads, service: "api" });
    expect(second.engine.startedFrom).toEqual([expect.stringContaining("dependencies:")]);
  });

  it("is made where the lockfile changed, on a base that is taken", async () => {
    const registry = await filled();
    const second = machine(registry, { files: LOCKED });
    await buildAll(second.engine, reads);
    expect(second.engine.startedFrom).toEqual([""]);
    expect([...second.parents.taken].filter((address) => /multistage\/node:/.test(address))).toHaveLength(1);
  });

  it("isn't taken twice", async () => {
    const registry = await filled();
    const { engine, parents } = machine(registry, { files: EDITED });
    await buildAll(engine, reads);
    const { publisher } = registry;
    const asked: string[] = [];
    const manifest: Publisher["manifest"] = (repository, tag) => {
      asked.push(tag);
      return publisher.manifest(repository, tag);
    };
    const counting = { ...registry, publisher: { ...publisher, manifest } };
    const again = new MemoryEngine({
      files: { ...EDITED, "services/api/index.js": "" },
      registry: counting,
      parents,
    });
    await buildAll(again, reads);
    expect(again.startedFrom).toEqual([expect.stringContaining("dependencies:")]);
    expect(asked.filter((tag) => /base|dependencies/.test(tag))).toEqual([]);
  });

  it("isn't taken where a build of this machine has its steps", async () => {
    const { engine, parents } = machine(memoryRegistry());
    await buildAll(engine, reads);
    const again = new MemoryEngine({ files: EDITED, registry: await filled(), parents });
    await buildAll(again, reads);
    expect([again.startedFrom, parents.taken.size]).toEqual([[""], 0]);
  });

  it("of a pull request, main never takes", async () => {
    const registry = await filled("pr-12");
    const main = machine(registry, { files: EDITED });
    await buildAll(main.engine, reads);
    expect([main.engine.startedFrom, main.parents.taken.size]).toEqual([[""], 0]);
    const other = machine(await filled(), { files: EDITED, domain: "pr-13" });
    await buildAll(other.engine, reads);
    expect(other.engine.startedFrom).toEqual([expect.stringContaining("dependencies:")]);
  });

  it("has the same key in every domain", async () => {
    const keys = [];
    for (const domain of ["main", "pr-12"])
      keys.push(
        [...(await filled(domain)).tags.keys()].find((tag) => /\.dependencies\./.test(tag))?.slice(-64),
      );
    expect(keys[0]).toBe(keys[1]);
  });

  it("is a service's own where it is fetched with a secret", async () => {
    const files = { ...FILES, "services/api/service.yaml": "secrets: [npm-token]\n" };
    const registry = memoryRegistry();
    await buildAll(machine(registry, { files, secrets: ["npm-token"] }).engine, writes);
    expect(kinds(registry)).not.toContain("main.dependencies");
  });
});

describe("a registry that fails", () => {
  const fails = () => Promise.reject(new RegistryFailure("it failed", "broken", ["no space left"]));
  const failing = (registry: ReturnType<typeof memoryRegistry>, how: Partial<Publisher>) => ({
    ...registry,
    publisher: { ...registry.publisher, ...how },
  });

  it("costs one line where a layer is gone between lookup and use, and it is made", async () => {
    const registry = await filled();
    const second = machine(registry, { files: EDITED });
    const { parents } = second.engine;
    Object.defineProperty(second.engine, "parents", { value: { ...parents, take: fails } });
    const { services } = await buildAll(second.engine, reads);
    expect([services[0]?.status, second.engine.startedFrom]).toEqual(["built", [""]]);
    expect(second.engine.notes.filter((note) => note.includes("shared cache"))).toHaveLength(1);
  });

  it("costs one line where nothing can be written", async () => {
    const { engine } = machine(failing(memoryRegistry(), { put: fails, upload: fails }));
    const { services } = await buildAll(engine, writes);
    expect(services[0]?.status).toBe("built");
    expect(engine.notes.filter((note) => note.includes("shared cache"))).toHaveLength(1);
  });

  it("and one that says something else than was uploaded: no entry names it", async () => {
    const registry = memoryRegistry();
    const lying = failing(registry, { config: async () => "{}" });
    await buildAll(machine(lying).engine, writes);
    expect(kinds(registry).filter((kind) => /base|dependencies/.test(kind))).toEqual([]);
  });
});
