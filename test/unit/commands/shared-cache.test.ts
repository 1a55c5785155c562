import { afterEach, describe, expect, it, vi } from "vitest";
import { build, buildAll, matrix, outputOf, publishAll, test } from "../../../src/commands/index.ts";
import { type Publisher, RegistryFailure } from "../../../src/publish/publisher.ts";
import { MemoryEngine, type World } from "../../contract/memory-engine.ts";
import { memoryRegistry } from "../publish/memory-registry.ts";

const FILES = {
  "multistage.yaml": "registry: registry.example/team\n",
  "services/api/Dockerfile": "FROM scratch\nCOPY file /file\n",
  "services/api/file": "api",
  "services/web/Dockerfile": "FROM scratch\nCOPY file /file\n",
  "services/web/file": "web",
  "services/web/service.yaml": "needs: [api]\n",
};
const CACHE = "registry.example/team/cache";
const options = { environment: "development" } as const;

/** A machine that has nothing, before a registry that others may have filled. */
function machine(registry: ReturnType<typeof memoryRegistry>, more: Partial<World> = {}): MemoryEngine {
  const files = more.files ?? FILES;
  return new MemoryEngine({ files, committed: files, registry, ...more });
}

/** A registry whose client fails so. */
function failing(how: Partial<Publisher>): ReturnType<typeof memoryRegistry> {
  const registry = memoryRegistry();
  return { ...registry, publisher: { ...registry.publisher, ...how } };
}

const fails = (lines: string[]) => () => Promise.reject(new RegistryFailure("it failed", "broken", lines));

describe("the shared cache", () => {
  it("what one machine published, another publishes without building anything", async () => {
    const registry = memoryRegistry();
    const first = machine(registry);
    await publishAll(first, options);
    const tags = new Map(registry.tags);
    const second = machine(registry);
    const { result, failures } = await publishAll(second, options);
    expect(failures).toEqual([]);
    expect([first.built, second.built]).toEqual([["api", "web"], []]);
    expect(registry.tags).toEqual(tags);
    expect(result.services.map(({ status, cache }) => [status, cache])).toEqual([
      ["cached", { hit: true, from: CACHE }],
      ["cached", { hit: true, from: CACHE }],
    ]);
  });

  it("what changed alone is built", async () => {
    const registry = memoryRegistry();
    await publishAll(machine(registry), options);
    const second = machine(registry, { files: { ...FILES, "services/web/file": "new" } });
    await buildAll(second, options);
    expect(second.built).toEqual(["web"]);
  });

  it("is written by whoever publishes or asks for it, and read by others alone", async () => {
    const registry = memoryRegistry();
    await buildAll(machine(registry), options);
    expect(registry.tags.size).toBe(0);
    await buildAll(machine(registry), { ...options, cache: "write" });
    expect([...registry.tags.keys()].filter((tag) => tag.startsWith(`${CACHE}:main.image.`))).toHaveLength(2);
    const off = machine(registry);
    await buildAll(off, { ...options, cache: "off" });
    expect(off.built).toHaveLength(2);
  });

  it("what a pull request wrote, main never reads, and it reads main's", async () => {
    const registry = memoryRegistry();
    await buildAll(machine(registry, { domain: "pr-12" }), { ...options, cache: "write" });
    expect([...registry.tags.keys()].every((tag) => tag.startsWith(`${CACHE}:pr-12.`))).toBe(true);
    const main = machine(registry);
    await publishAll(main, options);
    expect(main.built).toHaveLength(2);
    const other = machine(registry, { domain: "pr-13" });
    await buildAll(other, options);
    expect(other.built).toEqual([]);
  });

  it("a pull request's publish writes nothing unless it is asked for", async () => {
    const registry = memoryRegistry();
    await publishAll(machine(registry, { domain: "pr-12" }), options);
    expect([...registry.tags.keys()].some((tag) => tag.startsWith(CACHE))).toBe(false);
  });

  it("keeps how tests ended, with what they printed", async () => {
    const registry = memoryRegistry();
    await test(machine(registry), { ...options, service: "api", cache: "write" });
    const second = machine(registry);
    const one = await test(second, { ...options, service: "api" });
    expect([second.built, one.result.status, await outputOf(one)]).toEqual([[], "cached", "fine"]);
  });

  it("holds what it has to the budget, too", async () => {
    const registry = memoryRegistry();
    await publishAll(machine(registry), options);
    const files = { ...FILES, "services/api/service.yaml": "budget: 100 B\n" };
    await publishAll(machine(registry, { files, sizes: { api: 50 } }), options);
    const { services } = await buildAll(machine(registry, { files, sizes: { api: 50 } }), options);
    expect(services[0]).toMatchObject({ status: "cached", sizeBytes: 50, budgetBytes: 100 });
  });

  it("doesn't share what starts from a tag that may move", async () => {
    const registry = memoryRegistry();
    const files = {
      ...FILES,
      "services/api/Dockerfile": "FROM docker.io/library/debian:13\nCOPY file /file\n",
    };
    await publishAll(machine(registry, { files }), options);
    const second = machine(registry, { files });
    await publishAll(second, options);
    expect(second.built).toEqual(["api"]);
  });

  it("shards upload, and whoever collects them gives all tags at once, and builds nothing", async () => {
    const registry = memoryRegistry();
    const two = { "services/web/service.yaml": "port: 80\n" };
    const files = { ...FILES, ...two };
    const first = await publishAll(machine(registry, { files }), { ...options, shard: "1/2" });
    expect([first.failures, first.moved]).toEqual([[], undefined]);
    const early = await publishAll(machine(registry, { files }), { ...options, collect: true });
    expect(early.failures[0]).toMatchObject({
      message: expect.stringMatching(/^web: no runner/),
      exitCode: 75,
    });
    await publishAll(machine(registry, { files }), { ...options, shard: "2/2" });
    const isCache = (tag: string) => tag.startsWith(CACHE);
    expect([...registry.tags.keys()].filter((tag) => !isCache(tag))).toEqual([]);
    const last = machine(registry, { files });
    const { moved, failures } = await publishAll(last, { ...options, collect: true });
    expect([failures, last.built, moved?.images.length]).toEqual([[], [], 2]);
    expect(registry.tags.has("registry.example/team/web:development")).toBe(true);
  });

  it("tells how long builds took, for parts of about equal length", async () => {
    const registry = memoryRegistry();
    const files = { ...FILES, "services/web/service.yaml": "port: 80\n" };
    await publishAll(machine(registry, { files }), options);
    const { include } = JSON.parse(await matrix(machine(registry, { files }), { ...options, shards: 2 }));
    expect(include).toEqual([
      { shard: "1/2", services: expect.any(String), seconds: expect.any(Number) },
      { shard: "2/2", services: expect.any(String), seconds: expect.any(Number) },
    ]);
    expect(include[0].seconds).toBeLessThan(10);
  });

  it("is refused where it is asked for, and nothing says where it is", async () => {
    const files = { "services/api/Dockerfile": "FROM scratch\n" };
    await expect(buildAll(new MemoryEngine({ files }), { ...options, cache: "read" })).rejects.toThrow(
      "nothing says where the shared cache is",
    );
  });
});

describe("a shared cache that fails", () => {
  it("costs one line, and no build", async () => {
    const engine = machine(failing({ manifest: fails(["unauthorized: log in"]) }));
    const { services } = await buildAll(engine, options);
    expect(services.map(({ status }) => status)).toEqual(["built", "built"]);
    expect(engine.notes).toEqual([
      `shared cache ${CACHE}: unauthorized: log in: what it doesn't tell is built here (--cache off asks nothing of it)`,
    ]);
  });

  it("and takes nothing more: a publish goes on without", async () => {
    const registry = memoryRegistry();
    const upload: Publisher["upload"] = (repository, digest) =>
      repository === CACHE ? fails(["disk quota exceeded"])() : registry.publisher.upload(repository, digest);
    const engine = machine({ ...registry, publisher: { ...registry.publisher, upload } });
    const { failures, moved } = await publishAll(engine, options);
    expect(failures).toEqual([]);
    expect(moved?.images).toHaveLength(2);
    expect(engine.notes).toHaveLength(1);
  });

  it("and answers with something else: it is built", async () => {
    const engine = machine(failing({ manifest: async () => "<html>log in here</html>" }));
    await buildAll(engine, options);
    expect(engine.built).toHaveLength(2);
  });

  it("an entry that is gone when its image is published: it is built after all", async () => {
    const registry = memoryRegistry();
    await publishAll(machine(registry), options);
    const gone = { mount: async () => false, copy: fails(["manifest unknown"]) };
    const second = machine({ ...registry, publisher: { ...registry.publisher, ...gone } });
    const { failures } = await publishAll(second, { ...options, environment: "testing" });
    expect(failures).toEqual([]);
    expect(second.built.sort()).toEqual(["api", "web"]);
    expect(second.notes).toHaveLength(1);
  });

  it("an image that can't be pulled whole: it is built", async () => {
    const registry = memoryRegistry();
    await publishAll(machine(registry), options);
    const second = machine(registry);
    Object.assign(second, { fetch: fails(["a blob isn't what its digest says"]) });
    const { result } = await build(second, { ...options, service: "api" });
    expect([result.status, second.built]).toEqual(["built", ["api"]]);
  });
});

/** A machine whose clients do their work after these milliseconds. */
function slow(registry: ReturnType<typeof memoryRegistry>, ms: { opening?: number; asking?: number }) {
  const made = machine(registry);
  const manifest = async (...of: Parameters<Publisher["manifest"]>) => {
    await later(ms.asking);
    return registry.publisher.manifest(...of);
  };
  made.registry = async () => {
    await later(ms.opening);
    return { ...registry.publisher, manifest };
  };
  return made;
}

const later = (ms = 0) => new Promise<void>((done) => setTimeout(done, ms));

async function ended<T>(run: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(600_000);
  return run;
}

describe("an engine that runs its client in containers", () => {
  afterEach(() => void vi.useRealTimers());

  async function built(engine: MemoryEngine): Promise<string[]> {
    await ended(publishAll(engine, options));
    return engine.built;
  }

  it("may install it first: nobody waits for the registry meanwhile", async () => {
    vi.useFakeTimers();
    const registry = memoryRegistry();
    await ended(publishAll(machine(registry), options));
    expect(await built(slow(registry, { opening: 40_000 }))).toEqual([]);
  });

  it("is waited for as long as one takes to start, each time", async () => {
    vi.useFakeTimers();
    const registry = memoryRegistry();
    await ended(publishAll(machine(registry), options));
    const asking = { asking: 3900 };
    expect(await built(Object.assign(slow(registry, asking), { requestOverheadMs: 3000 }))).toEqual([]);
    expect(await built(slow(registry, asking))).not.toEqual([]);
  });
});
