import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Held } from "../../../src/cache/prune.ts";
import { buildAll, prune, publishAll } from "../../../src/commands/index.ts";
import { RegistryFailure } from "../../../src/publish/publisher.ts";
import { MemoryEngine } from "../../contract/memory-engine.ts";
import { memoryRegistry } from "../publish/memory-registry.ts";

const CACHE = "registry.example/team/cache";
const files = {
  "multistage.yaml": "registry: registry.example/team\n",
  "services/api/Dockerfile": "FROM scratch\nCOPY file /file\n",
  "services/api/file": "api",
};
const options = { environment: "development" } as const;
const keep = { ...options, keepDays: 30 };

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-10-01T12:00Z") }));
afterEach(() => void vi.useRealTimers());

const on = (day: string) => vi.setSystemTime(new Date(`${day}T12:00Z`));
const engine = (registry: ReturnType<typeof memoryRegistry>, file = "api") => {
  const edited = { ...files, "services/api/file": file };
  return new MemoryEngine({ files: edited, committed: edited, registry });
};
const entries = ({ tags }: ReturnType<typeof memoryRegistry>) =>
  [...tags.keys()].filter((tag) => tag.startsWith(`${CACHE}:`)).map((tag) => tag.split(".").at(-2));

describe("entries of the registry's cache", () => {
  it("go where nothing used them, but those that a release names", async () => {
    const registry = memoryRegistry();
    const other = { "services/old/Dockerfile": "FROM scratch\nCOPY file /file\n", "services/old/file": "1" };
    await buildAll(
      new MemoryEngine({ files: { ...other, "multistage.yaml": files["multistage.yaml"] }, registry }),
      {
        ...options,
        cache: "write",
      },
    );
    await publishAll(engine(registry), options);
    const released = [...registry.tags].filter(([tag]) => !tag.startsWith(CACHE));
    on("2026-11-27");
    const dry = await prune(engine(registry), { ...keep, dryRun: true });
    expect([dry, entries(registry).length]).toEqual([
      [expect.objectContaining({ place: CACHE, count: 2 })],
      3,
    ]);
    const [pruned] = await prune(engine(registry), keep);
    expect(pruned).toMatchObject({ count: 2, freedBytes: dry[0]?.freedBytes });
    expect(pruned?.refused).toBeUndefined();
    expect(entries(registry)).toEqual(["image"]);
    expect([...registry.tags].filter(([tag]) => !tag.startsWith(CACHE))).toEqual(released);
    const again = engine(registry);
    await publishAll(again, options);
    expect(again.built).toEqual([]);
  });

  it("stay where they were used since, and what they replaced goes", async () => {
    const registry = memoryRegistry();
    await buildAll(engine(registry), { ...options, cache: "write" });
    const first = [...registry.tags].find(([tag]) => tag.includes(".image."))?.[1] ?? "";
    on("2026-10-20");
    await buildAll(engine(registry), { ...options, cache: "write" });
    on("2026-11-15");
    expect(await registry.publisher.digestOf(CACHE, first)).toBe(first);
    await prune(engine(registry), keep);
    expect(entries(registry)).toEqual(["image"]);
    expect(await registry.publisher.digestOf(CACHE, first)).toBeUndefined();
  });

  it("aren't written again for each use", async () => {
    const registry = memoryRegistry();
    await buildAll(engine(registry), { ...options, cache: "write" });
    const before = new Map(registry.tags);
    on("2026-10-03");
    await buildAll(engine(registry), { ...options, cache: "write" });
    expect(registry.tags).toEqual(before);
  });

  it("what has the tag of an entry and is none goes; other tags stay", async () => {
    const registry = memoryRegistry();
    const { blobs, publisher } = registry;
    const { digest } = await blobs.putJson({ schemaVersion: 2 }, "x");
    await publisher.upload(CACHE, digest);
    await publisher.tag(CACHE, digest, `main.base.${"0".repeat(64)}`);
    const { digest: other } = await blobs.putJson({ schemaVersion: 2, other: true }, "x");
    await publisher.upload(CACHE, other);
    await publisher.tag(CACHE, other, "latest");
    await prune(engine(registry), keep);
    expect([...registry.tags.keys()]).toEqual([`${CACHE}:latest`]);
  });

  it("are left, with a line that says so, where a registry removes nothing: it is asked once", async () => {
    const registry = memoryRegistry();
    for (const file of ["1", "2", "3"])
      await buildAll(engine(registry, file), { ...options, cache: "write" });
    on("2026-12-01");
    const remove = vi.fn(() =>
      Promise.reject(new RegistryFailure("removing", "broken", ["The operation is unsupported."])),
    );
    const publisher = { ...registry.publisher, remove };
    const [pruned] = await prune(engine({ ...registry, publisher }), keep);
    expect(pruned?.refused).toBe(
      "the registry removes nothing, its own rules for old tags can: The operation is unsupported.",
    );
    expect(pruned).toMatchObject({ count: 0, freedBytes: 0 });
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it("nothing goes where releases can't be read", async () => {
    const registry = memoryRegistry();
    await publishAll(engine(registry), options);
    const count = registry.tags.size;
    on("2026-12-01");
    const read = () => Promise.reject(new RegistryFailure("reading", "refused", ["denied"]));
    const publisher = { ...registry.publisher, read };
    await expect(prune(engine({ ...registry, publisher }), keep)).rejects.toThrow("reading");
    expect(registry.tags.size).toBe(count);
  });
});

describe("what a machine keeps", () => {
  const held = (name: string, used: string): Held => ({ name, used, parts: [{ id: name, bytes: 10 }] });

  it("goes the same way, and what is in use is named", async () => {
    on("2026-11-27");
    const one = engine(memoryRegistry());
    const asked: string[][] = [];
    const kept = {
      place: "/cache",
      list: async () => [held("old", "2026-01-01"), held("new", "2026-11-27")],
      remove: async (...both: Held[][]) => {
        asked.push(...both.map((all) => all.map(({ name }) => name)));
        return ["old"];
      },
    };
    Object.assign(one, { kept });
    const [machine] = await prune(one, { ...keep, dryRun: true });
    expect([machine, asked]).toEqual([{ place: "/cache", count: 1, freedBytes: 10, keptBytes: 10 }, []]);
    const [pruned] = await prune(one, keep);
    expect(asked).toEqual([["old"], ["new"]]);
    expect(pruned).toMatchObject({ count: 0, freedBytes: 0, keptBytes: 20, refused: "1 are in use: old" });
  });
});
