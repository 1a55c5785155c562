import { describe, expect, it } from "vitest";
import { registryBehindProxy } from "../e2e/registry-behind-proxy.ts";
import { repositoryOfServices, unavailable } from "./engine.ts";
import { publisher } from "./shop.ts";

const behind = registryBehindProxy(!unavailable);

const written = () => behind.proxy.seen.filter((line) => /^(POST|PATCH|PUT) /.test(line));

describe.skipIf(unavailable)("published from an engine and without one", { timeout: 2_400_000 }, () => {
  it("every example service has the same digest", async () => {
    const source = await repositoryOfServices();
    const { publish, local, remove } = await publisher(source, behind.proxy.host, "every");
    const engine = await publish(["publish-all", "table"]);
    expect(engine.exitCode, engine.stderr.slice(-3000)).toBe(0);
    const services = engine.stdout.trim().split("\n");
    expect(services.length).toBeGreaterThan(10);
    for (const line of services) expect(line).toMatch(/^\w+ +uploaded/);
    behind.proxy.seen.length = 0;
    const here = await local(["publish-all", "--bases", "registry"]);
    expect(here.stdout, here.stderr.slice(-3000)).toBe(engine.stdout.replaceAll("uploaded ", "was there"));
    expect(written()).toEqual([]);
    remove();
  });
});
