import { afterEach, describe, expect, it, vi } from "vitest";
import { openLocal } from "../../../ci/local/engine.ts";
import { plainProgress } from "../../../ci/local/output/progress.ts";
import { PROJECT } from "../../../ci/local/paths.ts";
import { plannerOf } from "../../../src/commands/planning.ts";
import { readRepository } from "../../../src/commands/repository.ts";

const opened = (options: { domain?: string } = {}) =>
  openLocal({ source: PROJECT, ...options }, plainProgress());

afterEach(() => vi.unstubAllEnvs());

/** The caches that the Dockerfiles of all services name, and how many services there are. */
async function caches(domain?: string): Promise<string[]> {
  const engine = await opened({ domain });
  const repository = await readRepository(engine);
  const plan = await plannerOf(engine, repository, { environment: "development" });
  return repository.services.flatMap((service) => {
    const mounts = plan(service, "debian").dockerfile.matchAll(/type=cache,id=([^, ]+)/g);
    return [...mounts].map(([, id]) => id as string);
  });
}

describe("an untrusted source's builds", () => {
  it("use caches of its own alone, in every language", async () => {
    const trusted = await caches("main");
    expect(new Set(trusted)).toEqual(new Set(trusted.map((id) => id.replace(/^.*--/, ""))));
    expect(trusted.length).toBeGreaterThan(10);
    expect(await caches("pr-12")).toEqual(trusted.map((id) => `pr-12--${id}`));
  });

  it("are what a CI's variables say, unless asked otherwise", async () => {
    vi.stubEnv("CHANGE_ID", "12");
    expect((await opened()).domain).toBe("pr-12");
    expect((await opened({ domain: "main" })).domain).toBe("main");
    await expect(opened({ domain: "a--b" })).rejects.toMatchObject({ exitCode: 2 });
  });
});
