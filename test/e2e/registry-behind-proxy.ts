import { afterAll, beforeAll } from "vitest";
import { type FaultProxy, faultProxy } from "./fault-proxy.ts";
import { localRegistry } from "./registry.ts";
import { forgetReleases } from "./registry-state.ts";

/** A registry's own address, and the proxy that the publishes under test speak to. */
export interface BehindProxy {
  registry: Awaited<ReturnType<typeof localRegistry>>;
  proxy: FaultProxy;
}

/**
 * A registry and its proxy while a file's tests run; nothing of either stays.
 *
 * @param needed false where the tests are skipped. The values are there from the file's next `beforeAll` on.
 */
export function registryBehindProxy(needed = true): BehindProxy {
  const both = {} as BehindProxy;
  beforeAll(async () => {
    if (!needed) return;
    both.registry = await localRegistry();
    both.proxy = await faultProxy(both.registry.host);
  });
  afterAll(async () => {
    if (!needed) return;
    await both.proxy.stop();
    await both.registry.stop();
    await forgetReleases(both.proxy.host);
  });
  return both;
}
