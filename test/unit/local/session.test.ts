import { afterEach, describe, expect, it, vi } from "vitest";
import { PROJECT } from "../../../ci/local/paths.ts";
import { openSession, plan } from "../../../ci/local/session.ts";

afterEach(() => vi.unstubAllEnvs());

/** The caches that the Dockerfiles of all services name, and how many services there are. */
async function caches(domain?: string): Promise<string[]> {
  const session = await openSession({ source: PROJECT, domain });
  return session.services.flatMap((service) => {
    const mounts = plan(session, service, "debian").dockerfile.matchAll(/type=cache,id=([^, ]+)/g);
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
    expect((await openSession({ source: PROJECT })).domain).toBe("pr-12");
    expect((await openSession({ source: PROJECT, domain: "main" })).domain).toBe("main");
    await expect(openSession({ source: PROJECT, domain: "a--b" })).rejects.toMatchObject({ exitCode: 2 });
  });
});
