import { describe, expect, it } from "vitest";
import { registryBehindProxy } from "../e2e/registry-behind-proxy.ts";
import { repositoryOfServices, unavailable } from "./engine.ts";
import { publisher } from "./shop.ts";

const behind = registryBehindProxy(!unavailable);

/** What was written but entries of the shared cache. */
const written = () =>
  behind.proxy.seen.filter((line) => /^(POST|PATCH|PUT) /.test(line) && !line.includes("/cache/"));
const OWN_DOCKERFILE = "legacy";

/** A line for each service: name, what became of it, tags, address. */
const rows = (table: string) => table.split("\n").filter((line) => line.includes("@sha256:"));

describe.skipIf(unavailable)("published from an engine and without one", { timeout: 2_400_000 }, () => {
  it("every example service of a language has the same digest", async () => {
    const source = await repositoryOfServices();
    // An engine dates what an author's own Dockerfile makes by its clock.
    const reproducible = ["--exclude", OWN_DOCKERFILE];
    const { publish, local, remove } = await publisher(source, behind.proxy.host, "every");
    const engine = await publish(["publish-all", ...reproducible, "released", "table"]);
    expect(engine.exitCode, engine.stderr.slice(-3000)).toBe(0);
    const services = rows(engine.stdout);
    expect(services.length).toBeGreaterThan(10);
    for (const line of services) expect(line).toMatch(/^\w+ +uploaded/);
    behind.proxy.seen.length = 0;
    const here = await local(["publish-all", ...reproducible, "--bases", "registry"]);
    const known = services.map((line) => line.replace("uploaded", "was there"));
    expect(rows(here.stdout), here.stderr.slice(-3000)).toEqual(known);
    expect(written()).toEqual([]);
    remove();
  });
});
