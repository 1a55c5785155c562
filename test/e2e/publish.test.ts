import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { call, callJson, goService, inService, LOCAL, repository } from "./command.ts";
import { type FaultProxy, faultProxy } from "./fault-proxy.ts";
import { localRegistry } from "./registry.ts";
import { forgetReleases, tagsIn } from "./registry-state.ts";

let registry: Awaited<ReturnType<typeof localRegistry>>;
let proxy: FaultProxy;
beforeAll(async () => {
  registry = await localRegistry();
  proxy = await faultProxy(registry.host);
});
afterAll(async () => {
  await proxy.stop();
  await registry.stop();
  await forgetReleases(proxy.host);
});

const LOG = "environments:\n  production:\n    variables: { LOG: warn }\n";

/** A repository of two services with one commit, and the flags that publish from it. */
async function shop(prefix: string, web: Record<string, string> = {}) {
  const files = {
    ...inService("api", goService()),
    ...inService("web", { ...goService('println("web")'), ...web }),
  };
  const source = repository(files);
  await $({ quiet: true, cwd: source })`git init -q`;
  const shop = {
    source,
    flags: ["--source", source, "--registry", `${proxy.host}/${prefix}`, "--engine", "buildah"],
    commit: () =>
      $({
        quiet: true,
        cwd: source,
      })`git add . && git -c user.name=a -c user.email=a@b.example commit -qm next --allow-empty`,
    revision: async () => (await $({ quiet: true, cwd: source })`git rev-parse HEAD`).stdout.trim(),
    publish: (...words: string[]) => call(["publish", ...shop.flags, ...LOCAL, ...words]),
    all: (...words: string[]) => call(["publish-all", ...shop.flags, ...LOCAL, ...words]),
    tags: (service: string) => tagsIn(registry.host, `${prefix}/${service}`),
  };
  await shop.commit();
  return shop;
}

const uploads = () =>
  proxy.seen.filter((line) => /^(POST|PATCH) /.test(line) && !line.includes("/releases/"));

describe("publish", () => {
  it("gives tags, labels and annotations, and uploads nothing twice", async () => {
    const { flags, tags, revision, publish, source } = await shop("one");
    const words = ["publish", "--service", "api", "--environment", "testing", ...flags, ...LOCAL];
    const { exitCode, data, stderr } = await callJson(words);
    expect(exitCode, stderr).toBe(0);
    const head = await revision();
    const digest = data.services[0]?.digest as string;
    expect(await tags("api")).toEqual({ testing: digest, [`testing-${head.slice(0, 12)}`]: digest });
    const address = `docker://${registry.host}/one/api@${digest}`;
    const raw = await $({ quiet: true })`skopeo inspect --tls-verify=false --raw ${address}`;
    const config = await $({ quiet: true })`skopeo inspect --tls-verify=false --config ${address}`;
    const created = (await $({ quiet: true, cwd: source })`git log -1 --format=%cI`).stdout.trim();
    const labels = JSON.parse(config.stdout).config.Labels;
    expect(labels).toEqual({
      "org.opencontainers.image.created": new Date(created).toISOString().replace(".000Z", "Z"),
      "org.opencontainers.image.revision": head,
      "org.opencontainers.image.title": "api",
    });
    expect(JSON.parse(raw.stdout).annotations).toEqual(labels);
    expect(data.release).toMatchObject({ environment: "testing", number: 1 });
    proxy.seen.length = 0;
    expect((await publish("--service", "api", "--environment", "testing")).exitCode).toBe(0);
    // A POST alone mounts what the shared cache has: no byte goes up without a PATCH or a PUT.
    expect(proxy.seen.filter((line) => /^(PATCH|PUT) /.test(line))).toEqual([]);
  });

  it("refuses to move an immutable tag, with both digests", async () => {
    const { commit, publish, tags } = await shop("two");
    const words = ["--service", "api", "--version", "1.0.0", "--environment", "production"];
    expect((await publish(...words)).exitCode).toBe(0);
    const before = await tags("api");
    await commit();
    await new Promise((done) => setTimeout(done, 1100));
    await commit();
    const ended = await publish(...words);
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr).toMatch(/api:production-1\.0\.0 is published already, with another digest/);
    expect(ended.stderr).toContain(before.production);
    expect(ended.stderr).toMatch(/ours: {2}sha256:/);
    expect(await tags("api")).toEqual(before);
  });

  it("refuses a dirty tree outside development, and marks it there", async () => {
    const { source, publish, tags, revision } = await shop("three");
    writeFileSync(join(source, "new"), "");
    const refused = await publish("--service", "api", "--environment", "production");
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain("not committed");
    expect((await publish("--service", "api")).exitCode).toBe(0);
    const revisionTag = `development-${(await revision()).slice(0, 12)}-dirty`;
    expect(Object.keys(await tags("api"))).toEqual(["development", revisionTag]);
  });

  it("reads the registry and the tags from multistage.yaml", async () => {
    const { source, commit, tags } = await shop("four");
    writeFileSync(
      join(source, "multistage.yaml"),
      `registry: ${proxy.host}/four\ntags: ["{version}", "{major}"]\n`,
    );
    await commit();
    const ended = await call([
      "publish",
      "--service",
      "api",
      "--source",
      source,
      "--version",
      "2.1.0",
      ...LOCAL,
    ]);
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(Object.keys(await tags("api"))).toEqual(["2", "2.1.0"]);
  });

  it("says what is missing: a registry, a good one, a host that speaks TLS", async () => {
    const { source, publish } = await shop("five");
    const nowhere = await call(["publish", "--service", "api", "--source", source, ...LOCAL]);
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.stderr).toContain("--registry HOST/PREFIX");
    expect((await publish("--service", "api", "--registry", "team/api")).exitCode).toBe(2);
    const elsewhere = proxy.host.replace("127.0.0.1", "0.0.0.0");
    const plain = await publish("--service", "api", "--registry", `${elsewhere}/five`);
    expect(plain.exitCode).toBe(1);
    expect(plain.stderr).toContain("HTTP response to HTTPS client");
    const asked = await publish("--service", "api", "--registry", `${elsewhere}/five`, "--plain-http");
    expect(asked.exitCode, asked.stderr).toBe(0);
  });
});

describe("publish-all", () => {
  it("moves no tag until every image is up; --independent does", async () => {
    const { all, tags } = await shop("six");
    proxy.answer = (_, line) => (line.startsWith("POST /v2/six/web/") ? "401" : undefined);
    const ended = await all("--environment", "testing");
    expect(ended.exitCode).toBe(2);
    expect(await tags("api")).toEqual({});
    const independent = await all("--environment", "testing", "--independent");
    expect(independent.exitCode).toBe(2);
    expect(Object.keys(await tags("api"))).toContain("testing");
    expect(await tags("web")).toEqual({});
    proxy.answer = () => undefined;
    expect((await all("--environment", "testing")).exitCode).toBe(0);
    expect(Object.keys(await tags("web"))).toContain("testing");
  });

  it("publishes nothing where a service can't be built, but what can where they are independent", async () => {
    const { all, tags } = await shop("seven", { "main.go": "package main\n\nfunc main() { undefined() }\n" });
    expect((await all()).exitCode).toBe(1);
    expect(await tags("api")).toEqual({});
    expect((await all("--independent")).exitCode).toBe(1);
    expect(Object.keys(await tags("api"))).toContain("development");
  });
});

describe("promotion and rollback", () => {
  it("move tags by digest and build nothing; differences are refused unless built", async () => {
    const { all, flags, tags, commit, source } = await shop("eight", { "service.yaml": LOG });
    expect((await all("--environment", "testing", "--version", "1.0.0")).exitCode).toBe(0);
    const tested = await tags("api");
    const promote = (...words: string[]) =>
      call(["promote", "--from", "testing", "--to", "production", ...flags, ...words]);
    const refused = await promote();
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain("web (built for testing: variables.LOG)");
    proxy.seen.length = 0;
    expect((await promote("--service", "api", "--source", repository({}))).exitCode).toBe(0);
    expect(uploads()).toEqual([]);
    expect((await tags("api")).production).toBe(tested.testing);
    expect((await promote("--build", "--bases", "debian")).exitCode).toBe(0);
    expect((await tags("web")).production).not.toBe((await tags("web")).testing);
    expect((await tags("web"))["production-1.0.0"]).toBe((await tags("web")).production);

    writeFileSync(join(source, "services/api/main.go"), 'package main\n\nfunc main() { println("2") }\n');
    await commit();
    expect((await all("--environment", "testing", "--version", "1.1.0")).exitCode).toBe(0);
    expect((await promote("--service", "api")).exitCode).toBe(0);
    expect((await tags("api")).production).toBe((await tags("api")).testing);
    const rollback = (...words: string[]) =>
      call(["rollback", "--environment", "production", ...flags, ...words]);
    proxy.seen.length = 0;
    expect((await rollback()).exitCode).toBe(0);
    expect(uploads()).toEqual([]);
    expect((await tags("api")).production).toBe(tested.testing);
    expect((await rollback("--to", "3")).exitCode).toBe(0);
    expect((await tags("api")).production).toBe((await tags("api")).testing);
    expect((await rollback("--to", "99")).exitCode).toBe(2);
  });

  it("say that there is nothing to start from", async () => {
    const { flags } = await shop("nine");
    const ended = await call(["promote", "--from", "testing", "--to", "production", ...flags]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain("nothing was published to testing yet");
  });
});
