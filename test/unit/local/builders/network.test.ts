import { afterEach, describe, expect, it, vi } from "vitest";
import { networkCandidates, networkText } from "../../../../ci/local/builders/network.ts";

afterEach(() => vi.unstubAllEnvs());

/** Not this machine's own. */
function withProxy(address: string): void {
  for (const name of ["http_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
    vi.stubEnv(name, "");
  vi.stubEnv("https_proxy", address);
}

describe("what steps have for a network", () => {
  it.each([
    "http://127.0.0.1:3128",
    "localhost:3128",
    "http://user:word@localhost",
    "http://[::1]:80/",
    "socks5://127.1.2.3:1",
  ])("is the machine's where its proxy is %s, and says so", async (address) => {
    withProxy(address);
    expect(await networkCandidates()).toEqual(["machine"]);
    expect(networkText("machine")).toBe("on this machine's network, its loopback too: https_proxy names it");
  });

  it.each([
    "",
    "http://proxy.example:3128",
    "http://localhost.example",
    "http://10.127.0.0.1",
  ])("is one of their own where it can be, with the proxy %j", async (address) => {
    vi.stubEnv("MULTISTAGE_NO_INSTALL", "1");
    withProxy(address);
    expect((await networkCandidates())[0]).toBe("own");
    expect(networkText("own")).toBe("on a network of their own");
    expect(networkText("machine")).toBe("on this machine's network, its loopback too");
  });
});
