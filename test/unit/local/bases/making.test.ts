import { describe, expect, it } from "vitest";
import { makingText, waitFor } from "../../../../ci/local/bases/making.ts";

describe("a base that is being made", () => {
  it("says what is under way, and how long the last one took until that is over", () => {
    const making = { part: "unpacking packages", begun: 1000, expectedMs: 110_000 };
    expect(makingText(making, 41_000)).toBe("unpacking packages, 40 s of about 110");
    expect(makingText(making, 141_000)).toBe("unpacking packages, 140 s");
  });

  it("is told from time to time, and no more once it is there or failed", async () => {
    const told: string[] = [];
    const making = { part: "building", begun: Date.now(), expectedMs: 1000 };
    const later = new Promise<string>((resolve) => setTimeout(() => resolve("made"), 100));
    expect(await waitFor(later, making, (text) => told.push(text), { same: 20, other: 5 })).toBe("made");
    const count = told.length;
    expect(count).toBeGreaterThan(1);
    await expect(
      waitFor(Promise.reject(new Error("no")), making, () => {}, { same: 20, other: 5 }),
    ).rejects.toThrow("no");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told).toHaveLength(count);
  });

  it("that is there already is not spoken of", async () => {
    const told: string[] = [];
    await waitFor(Promise.resolve(), { begun: 0, expectedMs: 0 }, (text) => told.push(text));
    expect(told).toEqual([]);
  });
});
