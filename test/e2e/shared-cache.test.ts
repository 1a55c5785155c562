import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { $ } from "zx";
import { callJson, commitAll, inService, LOCAL, repository } from "./command.ts";
import { damageEntries, emptyMachines, estrangeEntries, killedAt } from "./machines.ts";
import { registryBehindProxy } from "./registry-behind-proxy.ts";
import { tagsIn } from "./registry-state.ts";
import { freePort } from "./running.ts";

const behind = registryBehindProxy();
const machine = emptyMachines();
let source: string;
let team: string;
let tests = 0;

/** Every test has sources and a place in the registry of its own. */
beforeEach(async () => {
  tests += 1;
  team = `team${tests}`;
  behind.proxy.answer = () => undefined;
  const dockerfile = "FROM scratch\nCOPY file /file\n";
  const service = (name: string) => inService(name, { Dockerfile: dockerfile, file: `${name} ${tests}` });
  source = repository({
    ...service("api"),
    ...service("web"),
    "multistage.yaml": `registry: ${behind.proxy.host}/${team}\n`,
  });
  await commitAll(source);
});

const words = (name: string, ...more: string[]) => [name, "--source", source, ...LOCAL, ...more];

/** Calls on a machine; answers its result and the requests that the registry had. */
async function on(env: Record<string, string>, name: string, ...more: string[]) {
  const before = behind.proxy.seen.length;
  const ended = await callJson(words(name, ...more), env);
  return { ...ended, seen: behind.proxy.seen.slice(before) };
}

async function cacheAt(place: string) {
  const text = `registry: ${behind.proxy.host}/${team}\ncache: ${place}\n`;
  writeFileSync(join(source, "multistage.yaml"), text);
  await commitAll(source);
}

const hits = ({ data }: Awaited<ReturnType<typeof on>>) =>
  data.services.map(({ cache }) => cache?.hit ?? false);
const isLayer = (line: string) => /^(GET .*\/blobs\/sha256|PATCH )/.test(line) && !/\/releases\//.test(line);
const warnings = (stderr: string) => stderr.split("\n").filter((line) => line.includes("shared cache"));

/** Tags of a service, each whole: manifest, configuration and layers as their digests say. */
const tags = (service: string) => tagsIn(behind.registry.host, `${team}/${service}`);

describe("an empty machine", () => {
  it("publishes what another built: no layer is moved, and digests are the same", {
    timeout: 120_000,
  }, async () => {
    const first = await on(await machine(), "publish-all");
    const there = [await tags("api"), await tags("web")];
    const second = await on(await machine(), "publish-all");
    expect([first.exitCode, second.exitCode], second.stderr).toEqual([0, 0]);
    expect([hits(first), hits(second)]).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(second.seen.filter(isLayer)).toEqual([]);
    expect([await tags("api"), await tags("web")]).toEqual(there);
    const testing = await on(await machine(), "publish-all", "--environment", "testing");
    expect(hits(testing)).toEqual([true, true]);
    expect(Object.keys(await tags("api"))).toContain("testing");
  });

  it("has the image under its name after a build, and pulls it once", { timeout: 120_000 }, async () => {
    await on(await machine(), "publish-all");
    const env = await machine();
    const first = await on(env, "build", "--service", "api");
    expect([first.exitCode, hits(first)], first.stderr).toEqual([0, [true]]);
    expect(first.seen.filter(isLayer).length).toBeGreaterThan(0);
    const image = $({ quiet: true, env: { ...process.env, ...env } });
    const { stdout } = await image`buildah images --format {{.Name}}:{{.Tag}}`;
    expect(stdout.trim()).toBe("localhost/api:development");
    const again = await on(env, "build", "--service", "api");
    expect(again.seen.filter(isLayer)).toEqual([]);
  });
});

describe("a registry that fails", () => {
  it("in the middle of a run: it is built, with one warning", { timeout: 120_000 }, async () => {
    await on(await machine(), "publish-all");
    behind.proxy.answer = (_at, line) => (/web|cache\/manifests/.test(line) ? "500" : undefined);
    const built = await on(await machine(), "build-all");
    expect([built.exitCode, hits(built)], built.stderr).toEqual([0, [false, false]]);
    expect(warnings(built.stderr)).toHaveLength(1);
  });

  it("an entry that is gone between lookup and use: it is built", { timeout: 120_000 }, async () => {
    await on(await machine(), "publish-all");
    const gone = /^POST .*\/api\/blobs\/uploads|\/cache\/manifests\/sha256|\/cache\/blobs/;
    behind.proxy.answer = (_at, line) => (gone.test(line) ? "401" : undefined);
    const published = await on(await machine(), "publish-all", "--environment", "testing", "--cache", "read");
    expect(published.exitCode, published.stderr).toBe(0);
    behind.proxy.answer = () => undefined;
    expect(Object.keys(await tags("api"))).toContain("testing");
  });

  it("a blob with a flipped byte is never taken over", { timeout: 120_000 }, async () => {
    await on(await machine(), "publish-all");
    const env = await machine();
    await damageEntries(behind, `${team}/cache`, "main.image.");
    const built = await on(env, "build", "--service", "api", "--cache", "read");
    expect([built.exitCode, hits(built)], built.stderr).toEqual([0, [false]]);
    expect(warnings(built.stderr)).toHaveLength(1);
  });
});

describe("a manifest that names another repository's blob", () => {
  it("is no image: it is built, and what is published is whole", { timeout: 240_000 }, async () => {
    await cacheAt(`${behind.proxy.host}/${team}/cache`);
    await on(await machine(), "publish-all");
    await estrangeEntries(behind, `${team}/cache`, "main.image.");
    const place = `${behind.proxy.host}/other-${team}`;
    const published = await on(await machine(), "publish-all", "--registry", place, "--cache", "read");
    expect(published.exitCode, published.stderr).toBe(0);
    expect(warnings(published.stderr)).toHaveLength(1);
    expect(Object.keys(await tagsIn(behind.registry.host, `other-${team}/api`))).toContain("development");
  });
});

describe("a cache", () => {
  const elsewhere = async (host: string) => {
    await cacheAt(`${host}/cache`);
    const published = await on(await machine(), "publish-all");
    expect([published.exitCode, hits(published)], published.stderr).toEqual([0, [false, false]]);
    return warnings(published.stderr).join();
  };

  it("that is dead costs one warning", { timeout: 120_000 }, async () => {
    expect(await elsewhere(`127.0.0.1:${await freePort()}`)).toMatch(/ECONNREFUSED.*is built here/);
  });

  it("that never answers costs one warning, and no more than five seconds", {
    timeout: 120_000,
  }, async () => {
    const silent = createServer(() => {});
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const { port } = silent.address() as AddressInfo;
    expect(await elsewhere(`127.0.0.1:${port}`)).toMatch(/no answer within 5 s.*is built here/);
    silent.closeAllConnections();
    silent.close();
  });
});

describe("writers", () => {
  it("two of one key at once: both end well, and what is there is whole", { timeout: 120_000 }, async () => {
    const [first, second] = await Promise.all([
      on(await machine(), "publish-all"),
      on(await machine(), "publish-all"),
    ]);
    const codes = [first.exitCode, second.exitCode];
    expect(
      codes.every((code) => code === 0 || code === 75),
      first.stderr + second.stderr,
    ).toBe(true);
    expect(Object.keys(await tags("cache")).filter((tag) => tag.startsWith("main.image."))).toHaveLength(2);
    expect(hits(await on(await machine(), "build-all"))).toEqual([true, true]);
  });

  it("one that is killed while it writes leaves nothing wrong", { timeout: 240_000 }, async () => {
    for (const point of [
      /^PATCH .*\/cache\//,
      /^PUT .*\/cache\/manifests\/sha256/,
      /^PUT .*\/cache\/manifests\/main/,
    ]) {
      expect(await killedAt(behind, await machine(), words("publish-all"), point)).toBe(true);
      await tags("cache");
    }
    const next = await on(await machine(), "publish-all");
    expect(next.exitCode, next.stderr).toBe(0);
    expect(hits(await on(await machine(), "build-all"))).toEqual([true, true]);
  });
});
