import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { registryClient } from "../../ci/local/publish/client.ts";
import { localBlobs } from "../../ci/local/publish/skopeo.ts";
import { Failure } from "../../src/failure.ts";
import { parseDestination } from "../../src/publish/reference.ts";
import { withRetries } from "../../src/publish/with-retries.ts";
import { publishImages } from "../../src/release/publish.ts";
import { FAULTS, type Fault } from "./fault-proxy.ts";
import { registryBehindProxy } from "./registry-behind-proxy.ts";
import { tagsIn } from "./registry-state.ts";
import { tinyImage } from "./tiny-image.ts";

const behind = registryBehindProxy();
let built: string;

beforeAll(async () => {
  built = await tinyImage("one");
});

/** Every request with every fault takes minutes: without `THOROUGH` each request gets one of the six. */
const STEP = process.env.THOROUGH ? 1 : FAULTS.length;

const REVISION = "0123456789abcdef0123456789abcdef01234567";

/** Publishes the image under a prefix; answers the exit code that a command would end with. */
async function publish(prefix: string): Promise<number> {
  const client = registryClient([], { credentials: async () => undefined, timeout: 10_000 });
  const publishing = {
    publisher: withRetries(client, { wait: 60, attempts: 4 }),
    destination: parseDestination(`${behind.proxy.host}/${prefix}`),
    tags: {},
    asked: { environment: "testing", revision: REVISION, version: "1.0.0" },
    blobs: localBlobs,
  };
  const images = [{ service: "api", digest: built, differences: {} }];
  return publishImages(images, publishing).then(
    () => 0,
    (error) => {
      if (error instanceof Failure) return error.exitCode;
      throw error;
    },
  );
}

async function state(prefix: string) {
  return {
    api: await tagsIn(behind.registry.host, `${prefix}/api`),
    releases: await tagsIn(behind.registry.host, `${prefix}/releases`),
  };
}

describe("a publish of which one request fails", () => {
  let requests: string[];
  let digest: string | undefined;

  beforeAll(async () => {
    behind.proxy.seen.length = 0;
    expect(await publish("clean")).toBe(0);
    requests = [...behind.proxy.seen];
    const { api } = await state("clean");
    expect(Object.keys(api)).toEqual(["testing", "testing-1.0.0"]);
    digest = api.testing;
  });

  it.each(FAULTS)("%s: no tag names what isn't there, and it ends as it should", {
    timeout: 600_000,
  }, async (fault) => {
    const ends: Record<number, number> = {};
    for (let at = FAULTS.indexOf(fault) % STEP; at < requests.length; at += STEP) {
      const prefix = `f${randomUUID()}`;
      const exitCode = await faulty(prefix, at, fault);
      ends[exitCode] = (ends[exitCode] ?? 0) + 1;
      expect(fault === "401" ? [0, 2] : [0], `${fault} at ${at}: ${requests[at]}`).toContain(exitCode);
      for (const named of Object.values((await state(prefix)).api)) expect(named).toBe(digest);
      behind.proxy.answer = () => undefined;
      if (exitCode) expect(await publish(prefix)).toBe(0);
      expect((await state(prefix)).api).toEqual({ testing: digest, "testing-1.0.0": digest });
      // A number that a publish asked for and didn't get is nobody's.
      expect(Object.keys((await state(prefix)).releases).join()).toMatch(/testing\.[12](,|$)/);
    }
    console.log(`${fault}: ${requests.length} requests, exit codes ${JSON.stringify(ends)}`);
  });

  /** The fault hits one request, whatever comes before and after. */
  async function faulty(prefix: string, at: number, fault: Fault): Promise<number> {
    const from = behind.proxy.seen.length;
    behind.proxy.answer = (number) => (number === from + at ? fault : undefined);
    return publish(prefix);
  }
});

describe("a registry that keeps failing", () => {
  it.each([
    ["500", 75],
    ["401", 2],
    ["truncated", 75],
    ["refused", 75],
  ] as const)("%s: exit %i, and nothing is tagged", { timeout: 120_000 }, async (fault, exitCode) => {
    const prefix = `f${randomUUID()}`;
    behind.proxy.answer = (_, line) =>
      line.startsWith("GET /v2/") && !line.endsWith("/v2/") ? fault : undefined;
    expect(await publish(prefix)).toBe(exitCode);
    behind.proxy.answer = () => undefined;
    expect((await state(prefix)).api).toEqual({});
    expect(await publish(prefix)).toBe(0);
  });

  it("does not try again what no retry can mend", async () => {
    behind.proxy.seen.length = 0;
    behind.proxy.answer = (_, line) => (line.includes("/manifests/") ? "401" : undefined);
    expect(await publish(`f${randomUUID()}`)).toBe(2);
    expect(behind.proxy.seen.filter((line) => line.includes("/manifests/"))).toHaveLength(1);
    behind.proxy.answer = () => undefined;
  });
});
