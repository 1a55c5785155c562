import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registryClient } from "../../ci/local/publish/client.ts";
import { localBlobs } from "../../ci/local/publish/skopeo.ts";
import { today } from "../../src/cache/days.ts";
import { entryManifest } from "../../src/cache/entry.ts";
import { entryTag } from "../../src/cache/keys.ts";
import { prune } from "../../src/commands/index.ts";
import { sha256 } from "../../src/publish/digest.ts";
import { type ImageConfig, type ImageManifest, MEDIA } from "../../src/publish/oci.ts";
import { parseDestination } from "../../src/publish/reference.ts";
import { publishImages } from "../../src/release/publish.ts";
import { MemoryEngine } from "../contract/memory-engine.ts";
import { memoryRegistry } from "../unit/publish/memory-registry.ts";
import { type Fault, type FaultProxy, faultProxy } from "./fault-proxy.ts";
import { type LocalRegistry, localRegistry } from "./registry.ts";
import { complete, forgetReleases, tagsIn } from "./registry-state.ts";
import { tinyImage } from "./tiny-image.ts";

let removing: LocalRegistry;
let keeping: LocalRegistry;
let proxy: FaultProxy;
let teams = 0;

beforeAll(async () => {
  [removing, keeping] = await Promise.all([localRegistry(), localRegistry({ removes: false })]);
  proxy = await faultProxy(removing.host);
});
afterAll(async () => {
  await proxy.stop();
  for (const { host, stop } of [removing, keeping]) {
    await stop();
    await forgetReleases(host);
  }
});

const LONG_AGO = "2026-01-01";

/** A registry with what this machine would put there: the images of old entries, one of them released. */
async function filled(host: string) {
  teams += 1;
  const team = `${host}/team${teams}`;
  const publisher = registryClient([host], { credentials: async () => undefined });
  const images = await Promise.all(["old", "released", "new"].map((text) => tinyImage(`${text} ${teams}`)));
  const [old = "", released = "", recent = ""] = images;
  const write = async (digest: string, used: string) => {
    const manifest = (await localBlobs.getJson<ImageManifest>(digest)) as ImageManifest;
    const config = (await localBlobs.getJson<ImageConfig>(manifest.config.digest)) as ImageConfig;
    const key = sha256(digest).replace("sha256:", "");
    const told = { service: "api", durationMs: 1, stages: [], used, image: { digest, config, sizeBytes: 1 } };
    const entry = entryManifest({ schemaVersion: 1, key, kind: "image", ...told }, manifest);
    const put = await localBlobs.putJson(entry, MEDIA.manifest);
    await publisher.upload(`${team}/cache`, put.digest);
    await publisher.tag(`${team}/cache`, put.digest, entryTag("main", "image", key));
    return entryTag("main", "image", key);
  };
  const publishing = {
    publisher,
    blobs: localBlobs,
    destination: parseDestination(team),
    tags: {},
    asked: { environment: "production", version: "1.0.0" },
  };
  await publishImages([{ service: "api", digest: released, differences: {} }], publishing);
  const tags = [await write(old, LONG_AGO), await write(released, LONG_AGO), await write(recent, today())];
  const files = { "multistage.yaml": `registry: ${team}\n`, "services/api/Dockerfile": "FROM scratch\n" };
  const registry = { ...memoryRegistry(), publisher, blobs: localBlobs };
  const pruned = async (more = {}) => {
    const engine = new MemoryEngine({ files, registry });
    return (await prune(engine, { environment: "production", keepDays: 30, ...more }))[0];
  };
  const cached = async () => Object.keys(await tagsIn(host, `team${teams}/cache`)).sort();
  return { pruned, cached, tags, api: () => complete(host, `team${teams}/api`, "production") };
}

describe("a registry's cache", () => {
  it("loses what nothing used, and no released image", async () => {
    const { pruned, cached, tags, api } = await filled(removing.host);
    const released = await api();
    const dry = await pruned({ dryRun: true });
    expect(dry).toMatchObject({ count: 1 });
    expect(dry?.freedBytes).toBeGreaterThan(0);
    expect(await cached()).toEqual([...tags].sort());
    expect(await pruned()).toEqual(dry);
    expect(await cached()).toEqual(tags.slice(1).sort());
    expect(await pruned()).toMatchObject({ count: 0, freedBytes: 0 });
    expect(await api()).toBe(released);
  });

  it("stays where a registry removes nothing, which is said", async () => {
    const { pruned, cached, tags } = await filled(keeping.host);
    const refused = expect.stringMatching(/^the registry removes nothing, .*405 \(unsupported/);
    expect(await pruned()).toMatchObject({ count: 0, freedBytes: 0, refused });
    expect(await cached()).toEqual([...tags].sort());
  });

  it.each([
    "401",
    "403",
    "404",
    "405",
  ] as Fault[])("stays where a registry answers with %s, which is said", async (fault) => {
    const { pruned, cached, tags } = await filled(proxy.host);
    const removals: string[] = [];
    proxy.answer = (_at, line) => (line.startsWith("DELETE") && removals.push(line) ? fault : undefined);
    const refused = expect.stringContaining(`HTTP status: ${fault}`);
    expect(await pruned()).toMatchObject({ count: 0, freedBytes: 0, refused });
    proxy.answer = () => undefined;
    expect(removals).toHaveLength(1);
    expect(await cached()).toEqual([...tags].sort());
  });
});
