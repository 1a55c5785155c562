import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registryBehindProxy } from "../e2e/registry-behind-proxy.ts";
import { tagsIn } from "../e2e/registry-state.ts";
import { callLocal, unavailable } from "./engine.ts";
import { shop } from "./shop.ts";

const behind = registryBehindProxy(!unavailable);

/** What came from here into the services' own repositories: what one lends another is put without. */
const sent = () => behind.proxy.seen.filter((line) => /^PATCH \S*\/(api|web)\/blobs\//.test(line));

describe.skipIf(unavailable)("what an engine built, by its key in a registry", { timeout: 1_200_000 }, () => {
  it("is published again without a build, and without a byte of it", async () => {
    const { publish, commit, source, remove } = await shop(behind.proxy.host, "shared");
    const pinned = await callLocal([
      "pin",
      "--source",
      source,
      "export",
      "--path",
      join(source, "bases.lock"),
    ]);
    expect(pinned.exitCode, pinned.stderr).toBe(0);
    await commit();
    const all = ["publish-all", "--version"];
    const first = await publish([...all, "1.0.0", "report", "contents"]);
    expect(first.exitCode, first.stderr.slice(-3000)).toBe(0);
    expect(first.stderr).toMatch(/withExec .*go build/);
    const before = await tagsIn(behind.registry.host, "shared/api");

    behind.proxy.seen.length = 0;
    const again = await publish([...all, "2.0.0", "report", "contents"]);
    expect(again.exitCode, again.stderr.slice(-3000)).toBe(0);
    expect(again.stderr).not.toMatch(/withExec .*go build/);
    const { services } = JSON.parse(again.stdout);
    const from = `${behind.proxy.host}/shared/cache`;
    expect(services).toMatchObject([
      { name: "api", status: "cached", cache: { hit: true, from } },
      { name: "web", status: "cached", cache: { hit: true, from } },
    ]);
    expect(sent()).toEqual([]);
    const after = await tagsIn(behind.registry.host, "shared/api");
    expect(after).toMatchObject({ ...before, "development-2.0.0": before["development-1.0.0"] });
    remove();
  });
});
