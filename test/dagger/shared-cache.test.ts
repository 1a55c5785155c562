import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blobBytes } from "../e2e/fault-proxy.ts";
import { registryBehindProxy } from "../e2e/registry-behind-proxy.ts";
import { tagsIn } from "../e2e/registry-state.ts";
import { call, callLocal, unavailable } from "./engine.ts";
import { shop } from "./shop.ts";

const behind = registryBehindProxy(!unavailable);

/** Bytes of all configurations of the services' images: layers have far more. */
const CONFIGURATIONS = 20_000;

describe.skipIf(unavailable)("what an engine built, by its key in a registry", { timeout: 1_200_000 }, () => {
  it("goes up once, and is published again without a build and without a byte of its layers", async () => {
    const { host } = behind.proxy;
    const from = `${host}/shared/cache`;
    const files = { "multistage.yaml": `cache: ${from}\n` };
    const { publish, commit, source, remove } = await shop(host, "shared", files);
    const lock = ["export", "--path", join(source, "bases.lock")];
    const pinned = await callLocal(["pin", "--source", source, ...lock]);
    expect(pinned.exitCode, pinned.stderr).toBe(0);
    await commit();
    const all = ["publish-all", "--version"];
    const first = await publish([...all, "1.0.0", "report", "contents"]);
    expect(first.exitCode, first.stderr.slice(-3000)).toBe(0);
    expect(first.stderr).toMatch(/withExec .*go build/);
    expect(blobBytes(behind.proxy, /\/shared\/cache\//).sent).toBeGreaterThan(500_000);
    expect(blobBytes(behind.proxy, /\/shared\/(api|web)\//).sent).toBeLessThan(CONFIGURATIONS);
    const before = await tagsIn(behind.registry.host, "shared/api");

    // To where no layer of theirs is yet.
    behind.proxy.moved.length = 0;
    const elsewhere = ["--registry", `${host}/elsewhere`, "--registry-service", `tcp://${host}`];
    const git = ["--git", join(source, ".git"), "--version", "2.0.0"];
    const words = ["--source", source, ...elsewhere, ...git, "report", "contents"];
    const again = await call(["publish-all", ...words]);
    expect(again.exitCode, again.stderr.slice(-3000)).toBe(0);
    expect(again.stderr).not.toMatch(/withExec .*go build/);
    const { services } = JSON.parse(again.stdout);
    expect(services).toMatchObject([
      { name: "api", status: "cached", cache: { hit: true, from } },
      { name: "web", status: "cached", cache: { hit: true, from } },
    ]);
    const { sent, received } = blobBytes(behind.proxy, /./);
    expect(Math.max(sent, received)).toBeLessThan(CONFIGURATIONS);
    expect(Object.keys(await tagsIn(behind.registry.host, "elsewhere/api"))).toEqual([
      "development",
      "development-2.0.0",
    ]);
    expect(await tagsIn(behind.registry.host, "shared/api")).toEqual(before);
    remove();
  });
});
