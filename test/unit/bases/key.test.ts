import { describe, expect, it } from "vitest";
import { contentKey } from "../../../src/bases/key.ts";

describe("contentKey", () => {
  it("is twelve hexadecimal digits, the same for the same text", () => {
    expect(contentKey("")).toMatch(/^[0-9a-f]{12}$/);
    expect(contentKey("a base")).toBe(contentKey("a base"));
  });

  it("tells texts apart that differ in one character", () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => contentKey(`FROM scratch\nENV A=${index}\n`));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
