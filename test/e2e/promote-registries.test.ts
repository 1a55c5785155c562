import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { call, goService, inService, LOCAL, repository } from "./command.ts";
import { blobBytes, type FaultProxy, faultProxy } from "./fault-proxy.ts";
import { localRegistry } from "./registry.ts";
import { forgetReleases, tagsIn } from "./registry-state.ts";

/** Two registries with an account each: one for what is tested, one for what is released. */
const ACCOUNTS = { tested: "ci:tested-4711", released: "ci:released-0815" };
const basic = (account: string) => Buffer.from(account).toString("base64");
type Name = keyof typeof ACCOUNTS;
const registries = {} as Record<Name, Awaited<ReturnType<typeof localRegistry>>>;
const proxies = {} as Record<Name, FaultProxy>;
let env: Record<string, string>;

beforeAll(async () => {
  for (const name of ["tested", "released"] as const) {
    registries[name] = await localRegistry();
    proxies[name] = await faultProxy(registries[name].host);
    open(name);
  }
  const docker = mkdtempSync(join(tmpdir(), "multistage-accounts-"));
  const auths = (["tested", "released"] as const).map((name) => [
    proxies[name].host,
    { auth: basic(ACCOUNTS[name]) },
  ]);
  writeFileSync(join(docker, "config.json"), JSON.stringify({ auths: Object.fromEntries(auths) }));
  env = { DOCKER_CONFIG: docker };
});
afterAll(async () => {
  for (const name of ["tested", "released"] as const) {
    await proxies[name].stop();
    await registries[name].stop();
    await forgetReleases(proxies[name].host);
  }
});

/** Passes on what comes from the registry's own account. */
function open(name: Name): void {
  proxies[name].answer = (_at, _line, { authorization }) =>
    authorization === `Basic ${basic(ACCOUNTS[name])}` ? undefined : "401";
}

/** A repository whose `multistage.yaml` sends production elsewhere, published to testing. */
async function shop(tested: string, released: string) {
  const settings = `registry: ${tested}\nenvironments:\n  production: { registry: ${released} }\n`;
  const files = {
    ...inService("api", goService()),
    ...inService("web", goService('println("web")')),
    "multistage.yaml": settings,
  };
  const source = repository(files);
  const commit = (message: string) =>
    $({
      quiet: true,
      cwd: source,
    })`git add . && git -c user.name=a -c user.email=a@b.example commit -qm ${message}`;
  await $({ quiet: true, cwd: source })`git init -q`;
  await commit("first");
  const run = (...words: string[]) => call([...words, "--source", source], env);
  return {
    source,
    commit,
    publish: (version: string) =>
      run("publish-all", "--environment", "testing", "--version", version, ...LOCAL),
    promote: (...words: string[]) => run("promote", "--from", "testing", "--to", "production", ...words),
    rollback: () => run("rollback", "--environment", "production"),
  };
}

const written = (name: Name) => proxies[name].seen.filter((line) => /^(POST|PATCH|PUT) /.test(line));

describe("promotion to another registry", () => {
  it("copies by digest, tags there, writes the release there; again it copies nothing", async () => {
    const { source, commit, publish, promote, rollback } = await shop(
      `${proxies.tested.host}/team`,
      `${proxies.released.host}/public/team`,
    );
    const published = await publish("1.0.0");
    expect(published.exitCode, published.stderr).toBe(0);
    const tested = (await tagsIn(registries.tested.host, "team/api")).testing;
    proxies.tested.seen.length = 0;
    const promoted = await promote();
    expect(promoted.exitCode, promoted.stderr).toBe(0);
    expect(written("tested")).toEqual([]);
    const released = () => tagsIn(registries.released.host, "public/team/api");
    expect(await released()).toEqual({ production: tested, "production-1.0.0": tested });
    expect(Object.keys(await tagsIn(registries.released.host, "public/team/releases"))).toEqual([
      "production",
      "production.1",
      "production.claim",
    ]);
    proxies.released.seen.length = 0;
    expect((await promote()).exitCode).toBe(0);
    expect(written("released")).toEqual([]);

    writeFileSync(join(source, "services/api/main.go"), 'package main\n\nfunc main() { println("2") }\n');
    await commit("second");
    expect((await publish("1.1.0")).exitCode).toBe(0);
    expect((await promote()).exitCode).toBe(0);
    expect((await released()).production).not.toBe(tested);
    expect((await rollback()).exitCode).toBe(0);
    expect((await released()).production).toBe(tested);
  });

  it("moves no tag until every image is there; a rerun completes it", async () => {
    const { publish, promote } = await shop(
      `${proxies.tested.host}/halves`,
      `${proxies.released.host}/halves`,
    );
    expect((await publish("1.0.0")).exitCode).toBe(0);
    proxies.released.answer = (_, line) => (line.startsWith("POST /v2/halves/web/") ? "401" : undefined);
    const refused = await promote();
    expect(refused.exitCode).toBe(2);
    expect(await tagsIn(registries.released.host, "halves/api")).toEqual({});
    expect(await tagsIn(registries.released.host, "halves/releases")).toEqual({});
    open("released");
    expect((await promote()).exitCode).toBe(0);
    expect(Object.keys(await tagsIn(registries.released.host, "halves/web"))).toContain("production");
  });

  it("within one registry, from one prefix to another: it lends the layers, and none is moved", async () => {
    const { publish, promote } = await shop(`${proxies.tested.host}/from`, `${proxies.tested.host}/to/there`);
    expect((await publish("1.0.0")).exitCode).toBe(0);
    proxies.tested.moved.length = 0;
    const promoted = await promote("--service", "web");
    expect(promoted.exitCode, promoted.stderr).toBe(0);
    const { testing } = await tagsIn(registries.tested.host, "from/web");
    expect((await tagsIn(registries.tested.host, "to/there/web")).production).toBe(testing);
    expect(await tagsIn(registries.tested.host, "to/there/api")).toEqual({});
    const { sent, received } = blobBytes(proxies.tested, /./);
    expect(Math.max(sent, received)).toBeLessThan(20_000);
  });
});
