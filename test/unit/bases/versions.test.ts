import { describe, expect, it } from "vitest";
import { GO, NODE, servingVersion } from "../../../src/bases/versions.ts";
import { Failure } from "../../../src/failure.ts";

describe("the tables", () => {
  it("have releases of their own series", () => {
    for (const [series, release] of Object.entries(GO)) expect(release.startsWith(`${series}.`)).toBe(true);
    for (const [series, { node }] of Object.entries(NODE)) expect(node.startsWith(`${series}.`)).toBe(true);
  });
});

describe("servingVersion", () => {
  const base = { versions: ["1.9", "1.10", "2.0"], version: "2.0" };

  it("takes a series for its releases, not for names that begin alike", () => {
    expect(servingVersion("x", base, "1.10.3")).toBe("1.10");
    expect(() => servingVersion("x", base, "1.1")).toThrow(Failure);
  });

  it("takes the next later one where later ones serve, comparing numbers", () => {
    expect(servingVersion("x", { ...base, newer: true }, "1.9.5")).toBe("1.9");
    expect(servingVersion("x", { ...base, newer: true }, "1.1")).toBe("1.9");
    expect(servingVersion("x", { ...base, newer: true }, "1.11")).toBe("2.0");
    expect(() => servingVersion("x", { ...base, newer: true }, "3")).toThrow("there is 1.9, 1.10, 2.0");
  });
});
