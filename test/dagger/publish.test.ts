import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import { registryBehindProxy } from "../e2e/registry-behind-proxy.ts";
import { tagsIn } from "../e2e/registry-state.ts";
import { directoryOf, timed, unavailable } from "./engine.ts";
import { shop } from "./shop.ts";

const behind = registryBehindProxy(!unavailable);

/** What was written but entries of the shared cache. */
const written = () =>
  behind.proxy.seen.filter((line) => /^(POST|PATCH|PUT) /.test(line) && !line.includes("/cache/"));
const PASSWORD = "correct-horse-7a91";

describe.skipIf(unavailable)("publish on an engine", { timeout: 1_200_000 }, () => {
  it("gives the local mode's digest, tags, labels and release; a second one uploads nothing", async () => {
    const { publish, local, source, remove } = await shop(behind.proxy.host, "one");
    const words = ["--service", "api", "--environment", "testing"];
    behind.proxy.seen.length = 0;
    const first = await publish(["publish", ...words, "table"]);
    expect(first.exitCode, first.stderr.slice(-3000)).toBe(0);
    expect(first.stdout).toMatch(/^api {2}uploaded/);
    const names = written().map((line) => line.replace(/^PUT .*\/one\//, ""));
    const [byDigest, ...tags] = names.filter((line) => line.startsWith("api/manifests/"));
    const revision = (await $({ quiet: true, cwd: source })`git rev-parse HEAD`).stdout.trim();
    expect(byDigest).toMatch(/sha256:/);
    expect(tags).toEqual([`api/manifests/testing-${revision.slice(0, 12)}`, "api/manifests/testing"]);

    const digest = (await tagsIn(behind.registry.host, "one/api")).testing as string;
    const address = `docker://${behind.registry.host}/one/api@${digest}`;
    const raw = await $({ quiet: true })`skopeo inspect --tls-verify=false --raw ${address}`;
    const created = (await $({ quiet: true, cwd: source })`git log -1 --format=%cI`).stdout.trim();
    const labels = {
      "org.opencontainers.image.created": new Date(created).toISOString().replace(".000Z", "Z"),
      "org.opencontainers.image.revision": revision,
      "org.opencontainers.image.title": "api",
    };
    expect(JSON.parse(raw.stdout).annotations).toEqual(labels);
    const config = await $({ quiet: true })`skopeo inspect --tls-verify=false --config ${address}`;
    expect(JSON.parse(config.stdout).config.Labels).toEqual(labels);

    behind.proxy.seen.length = 0;
    const again = await publish(["publish", ...words, "table"]);
    expect(again.stdout).toMatch(/^api {2}was there/);
    const here = await local(["publish", "--bases", "registry", ...words]);
    expect(here.stdout, here.stderr).toMatch(/^api {2}was there/);
    expect(here.stdout.trim()).toBe(again.stdout.trim());
    expect(written()).toEqual([]);
    remove();
  });

  it("refuses to move an immutable tag, with both digests; and sources that are not committed", async () => {
    const { publish, commit, write, remove } = await shop(behind.proxy.host, "two");
    const words = ["publish", "--service", "api", "--environment", "production", "--version", "1.0.0"];
    expect((await publish([...words, "number"])).stdout.trim()).toBe("1");
    const before = await tagsIn(behind.registry.host, "two/api");
    write("services/api/main.go", 'package main\n\nfunc main() { println("2") }\n');
    const dirty = await publish([...words, "number"]);
    expect(dirty.exitCode).not.toBe(0);
    expect(dirty.stderr).toContain("production takes committed sources only");
    await commit();
    const taken = await publish([...words, "number"]);
    expect(taken.exitCode).not.toBe(0);
    expect(taken.stderr).toContain(`${behind.proxy.host}/two/api:production-1.0.0 is published already`);
    expect(taken.stderr).toContain(`there: ${before.production}`);
    expect(taken.stderr).toMatch(/ours: {2}sha256:[0-9a-f]{64}/);
    expect(await tagsIn(behind.registry.host, "two/api")).toEqual(before);
    remove();
  });

  it("logs in by a secret that nothing shows", async () => {
    const basic = Buffer.from(`ci:${PASSWORD}`).toString("base64");
    const { publish, remove } = await shop(behind.proxy.host, "three");
    behind.proxy.answer = (_at, _line, { authorization }) =>
      authorization === `Basic ${basic}` ? undefined : "401";
    const words = ["publish", "--service", "api", "--registry-username", "ci"];
    const login = (name: string) => [...words, "--registry-password", `env://${name}`, "table"];
    const env = { GOOD: PASSWORD, WRONG: "wrong-horse-3c55" };
    const refused = await publish(login("WRONG"), env);
    const accepted = await publish(login("GOOD"), env);
    behind.proxy.answer = () => undefined;
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain("log in, or say --registry-username");
    expect(accepted.exitCode, accepted.stderr.slice(-3000)).toBe(0);
    expect(accepted.stdout).toContain(`@${(await tagsIn(behind.registry.host, "three/api")).development}`);
    const printed = [refused, accepted].map(({ stdout, stderr }) => stdout + stderr).join();
    for (const hidden of [PASSWORD, basic, env.WRONG]) expect(printed).not.toContain(hidden);
    remove();
  });
});

describe.skipIf(unavailable)("a publish on an engine that is told to end", { timeout: 1_200_000 }, () => {
  it("while a blob is on its way tags nothing, and a rerun completes it", async () => {
    const { publish, publishWords, remove } = await shop(behind.proxy.host, "seven");
    const words = ["publish", "--service", "api", "table"];
    const child = spawn("dagger", ["--progress=plain", "call", "--mod", PROJECT, ...publishWords(words)], {
      stdio: "ignore",
    });
    const end = once(child, "exit");
    const reached = new Promise<void>((done) => {
      behind.proxy.answer = async (_, line) => {
        if (!line.startsWith("PATCH /v2/seven/")) return undefined;
        behind.proxy.answer = () => undefined;
        done();
        await end;
        return undefined;
      };
    });
    await Promise.race([reached, end.then(() => Promise.reject(new Error("it ended before an upload")))]);
    child.kill("SIGINT");
    expect(await Promise.race([end.then(([code]) => code !== 0), sleep(30_000, "still running")])).toBe(true);
    expect(await tagsIn(behind.registry.host, "seven/api")).toEqual({});
    const rerun = await publish(words);
    expect(rerun.exitCode, rerun.stderr.slice(-3000)).toBe(0);
    expect(rerun.stdout).toContain(`@${(await tagsIn(behind.registry.host, "seven/api")).development}`);
    remove();
  });
});

describe.skipIf(unavailable)("daggerw publish where an engine answers", { timeout: 1_200_000 }, () => {
  it("tells it what a module can't see: the account, git's tags, a registry on loopback", async () => {
    const basic = Buffer.from(`ci:${PASSWORD}`).toString("base64");
    const { source, remove } = await shop(behind.proxy.host, "six");
    await $({ quiet: true, cwd: source })`git tag v2.1.0`;
    behind.proxy.answer = (_at, _line, { authorization }) =>
      authorization === `Basic ${basic}` ? undefined : "401";
    const words = [
      "publish",
      "--source",
      source,
      "--registry",
      `${behind.proxy.host}/six`,
      "--service",
      "api",
    ];
    const env = { REGISTRY_USERNAME: "ci", REGISTRY_PASSWORD: PASSWORD, CI: "true" };
    const ended = await timed([join(PROJECT, "daggerw"), "call", ...words], { env });
    behind.proxy.answer = () => undefined;
    expect(ended.exitCode, ended.stderr.slice(-3000)).toBe(0);
    expect(ended.stderr).toContain("engine: dagger");
    expect(Object.keys(await tagsIn(behind.registry.host, "six/api"))).toEqual([
      "development",
      "development-2.1.0",
    ]);
    expect(ended.stdout).toContain("api  uploaded  development-2.1.0 development");
    expect(ended.stdout + ended.stderr).not.toContain(PASSWORD);
    remove();
  });
});

describe.skipIf(unavailable)("publish-all on an engine", { timeout: 1_200_000 }, () => {
  it("moves no tag until every image is up; --independent does; a rerun completes it", async () => {
    const { publish, remove } = await shop(behind.proxy.host, "four");
    const all = ["publish-all", "--environment", "testing"];
    behind.proxy.answer = (_, line) => (line.startsWith("POST /v2/four/web/") ? "401" : undefined);
    const ended = await publish([...all, "check"]);
    expect(ended.exitCode).not.toBe(0);
    expect(ended.stderr).toContain("four/web: the upload failed");
    expect(await tagsIn(behind.registry.host, "four/api")).toEqual({});
    const independent = await publish([...all, "--independent", "check"]);
    expect(independent.exitCode).not.toBe(0);
    expect(Object.keys(await tagsIn(behind.registry.host, "four/api"))).toContain("testing");
    expect(await tagsIn(behind.registry.host, "four/web")).toEqual({});
    behind.proxy.answer = () => undefined;
    const rerun = await publish([...all, "check"]);
    expect(rerun.exitCode, rerun.stderr.slice(-3000)).toBe(0);
    expect(rerun.stdout).toMatch(/^api {2}was there/m);
    expect(rerun.stdout).toMatch(/^web {2}uploaded/m);
    remove();
  });

  it("of a service that can't be built fails, and its reports can be exported", async () => {
    const broken = { "services/web/main.go": "package main\n\nfunc main() { undefined() }\n" };
    const { publish, remove } = await shop(behind.proxy.host, "five", broken);
    const report = join(directoryOf({}), "report.json");
    const exported = await publish(["publish-all", "--no-fail", "report", "export", "--path", report]);
    expect(exported.exitCode, exported.stderr.slice(-3000)).toBe(0);
    const { services } = JSON.parse(readFileSync(report, "utf8"));
    expect(services.map(({ status }: { status: string }) => status)).toEqual(["built", "failed"]);
    const failed = await publish(["publish-all", "check"]);
    expect(failed.exitCode).not.toBe(0);
    expect(failed.stderr).toContain("web: build failed (exit 1)");
    expect(await tagsIn(behind.registry.host, "five/api")).toEqual({});
    const independent = await publish(["publish-all", "--independent", "check"]);
    expect(independent.exitCode).not.toBe(0);
    expect(Object.keys(await tagsIn(behind.registry.host, "five/api"))).toContain("development");
    remove();
  });
});
