import { describe, expect, it } from "vitest";
import { baseOf, labelsOf, sourceAddress } from "../../../src/publish/labels.ts";

describe("labels", () => {
  it("say what an image is made from, and not for which environment", () => {
    const facts = {
      environment: "production",
      revision: "a".repeat(40),
      version: "1.4.0",
      dirty: false,
      created: 1_772_568_367,
      source: "https://git.example/team/shop",
    };
    const base = baseOf(`registry.example/static:12@sha256:${"b".repeat(64)}`);
    expect(labelsOf("api", facts, base)).toEqual({
      "org.opencontainers.image.base.digest": `sha256:${"b".repeat(64)}`,
      "org.opencontainers.image.base.name": "registry.example/static:12",
      "org.opencontainers.image.created": "2026-03-03T20:06:07Z",
      "org.opencontainers.image.revision": "a".repeat(40),
      "org.opencontainers.image.source": "https://git.example/team/shop",
      "org.opencontainers.image.title": "api",
      "org.opencontainers.image.version": "1.4.0",
    });
  });

  it("leave out what isn't known, and mark a dirty tree", () => {
    const facts = { environment: "development", revision: "a".repeat(40), dirty: true, created: 0 };
    expect(labelsOf("api", facts, baseOf("scratch"))).toEqual({
      "org.opencontainers.image.created": "1970-01-01T00:00:00Z",
      "org.opencontainers.image.revision": `${"a".repeat(40)}-dirty`,
      "org.opencontainers.image.title": "api",
    });
  });
});

describe("the sources' address", () => {
  const SHOP = "https://git.example/team/shop";
  it.each([
    ["https://git.example/team/shop.git", SHOP],
    ["https://git.example/team/shop/", SHOP],
    ["https://ci:secret@git.example/team/shop.git", SHOP],
    ["https://GIT.example/team/shop", SHOP],
    ["git@git.example:team/shop.git", SHOP],
    ["ssh://git@git.example:2222/team/shop.git", SHOP],
    ["git://git.example/team/shop.git", SHOP],
    ["https://git.example:8443/team/shop.git", "https://git.example:8443/team/shop"],
    ["/srv/git/shop.git", undefined],
    ["file:///srv/git/shop.git", undefined],
    ["../shop", undefined],
    ["", undefined],
  ])("%s", (remote, address) => {
    expect(sourceAddress(remote)).toBe(address);
  });
});
