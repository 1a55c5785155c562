import { describe, expect, it } from "vitest";
import { cacheName, ownCacheName } from "../../../src/cache/domain.ts";

describe("names of caches", () => {
  it("are the recipes' own where sources are trusted", () => expect(cacheName("go-mod")).toBe("go-mod"));

  it("never meet: of recipes and Dockerfiles, of services, of domains", () => {
    const services = ["api", "own", "api.b", "main", "pr-1"];
    const ids = [
      "go-mod",
      "b",
      "own--api--b",
      "../go-mod",
      ".",
      "..",
      "",
      "x".repeat(300),
      `${"x".repeat(299)}y`,
    ];
    const names = ["main", "pr-1", "pr-12"].flatMap((domain) => [
      ...["go-mod", "npm-api"].map((name) => cacheName(name, domain)),
      ...services.flatMap((service) => ids.map((id) => ownCacheName(service, id, domain))),
    ]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[\w.%~-]{1,200}$/.test(name) || /^\.+$/.test(name))).toEqual([]);
  });
});
