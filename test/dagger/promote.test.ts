import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blobBytes } from "../e2e/fault-proxy.ts";
import { registryBehindProxy } from "../e2e/registry-behind-proxy.ts";
import { tagsIn } from "../e2e/registry-state.ts";
import { call, directoryOf, unavailable } from "./engine.ts";
import { shop } from "./shop.ts";

const behind = registryBehindProxy(!unavailable);

/** Uploads of images: a release is one that every promotion makes. */
const uploads = () =>
  behind.proxy.seen.filter((line) => /^(POST|PATCH) /.test(line) && !/\/(releases|cache)\//.test(line));

describe.skipIf(unavailable)("what an engine published", { timeout: 1_200_000 }, () => {
  it("is promoted and rolled back by either mode, by digest alone", async () => {
    const { publish, move, local, commit, write, remove } = await shop(behind.proxy.host, "team");
    const tags = (service: string) => tagsIn(behind.registry.host, `team/${service}`);
    const all = ["publish-all", "--environment", "testing", "--version"];
    const path = join(directoryOf({}), "release.json");
    const exported = await publish([...all, "1.0.0", "released", "manifest", "export", "--path", path]);
    expect(exported.exitCode, exported.stderr.slice(-3000)).toBe(0);
    const release = JSON.parse(readFileSync(path, "utf8"));
    const first = (await tags("api")).testing;
    expect(release).toMatchObject({ schemaVersion: 1, environment: "testing", number: 1 });
    expect(release.services.map(({ service }: { service: string }) => service)).toEqual(["api", "web"]);
    expect(release.services[0]).toMatchObject({ digest: first, version: "1.0.0", dirty: false });

    behind.proxy.seen.length = 0;
    const here = await local(["promote", "--from", "testing", "--to", "production", "--service", "api"]);
    expect(here.exitCode, here.stderr).toBe(0);
    expect((await tags("api")).production).toBe(first);
    const promoted = await move(["promote", "--from", "testing", "--to", "production", "table"]);
    expect(promoted.exitCode, promoted.stderr.slice(-3000)).toBe(0);
    expect(promoted.stdout).toContain("release production.2");
    expect((await tags("web"))["production-1.0.0"]).toBe((await tags("web")).testing);
    expect(uploads()).toEqual([]);

    write("services/api/main.go", 'package main\n\nfunc main() { println("2") }\n');
    await commit();
    expect((await publish([...all, "1.1.0", "check"])).exitCode).toBe(0);
    expect((await move(["promote", "--from", "testing", "--to", "production", "table"])).exitCode).toBe(0);
    expect((await tags("api")).production).not.toBe(first);
    const back = await move(["rollback", "--environment", "production", "table"]);
    expect(back.exitCode, back.stderr.slice(-3000)).toBe(0);
    expect(back.stdout).toMatch(/^api {2}from release 2/);
    expect((await tags("api")).production).toBe(first);
    const none = await move(["rollback", "--environment", "production", "--to", "99", "table"]);
    expect(none.exitCode).not.toBe(0);
    expect(none.stderr).toContain("there is no release production.99");
    remove();
  });

  it("goes from one place of a registry to another without a byte of its layers", async () => {
    const { host } = behind.proxy;
    const settings = `registry: ${host}/tested\nenvironments: { production: { registry: ${host}/released } }\n`;
    const { source, remove } = await shop(host, "tested", { "multistage.yaml": settings });
    const given = ["--source", source, "--registry-service", `tcp://${host}`];
    const git = ["--git", join(source, ".git"), "--environment", "testing"];
    const published = await call(["publish-all", ...given, ...git, "check"]);
    expect(published.exitCode, published.stderr.slice(-3000)).toBe(0);
    const { testing } = await tagsIn(behind.registry.host, "tested/api");
    behind.proxy.moved.length = 0;
    const promoted = await call(["promote", ...given, "--from", "testing", "--to", "production", "table"]);
    expect(promoted.exitCode, promoted.stderr.slice(-3000)).toBe(0);
    expect((await tagsIn(behind.registry.host, "released/api")).production).toBe(testing);
    const { sent, received } = blobBytes(behind.proxy, /./);
    expect(Math.max(sent, received)).toBeLessThan(20_000);
    remove();
  });
});
