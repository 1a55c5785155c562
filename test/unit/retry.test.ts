import { expect, it, vi } from "vitest";
import { retry } from "../../src/retry.ts";

const passing = { of: /locked/, attempts: 3, wait: 0 };

it("tries again what passes", async () => {
  const work = vi.fn().mockRejectedValueOnce(new Error("ref is locked")).mockResolvedValue("done");
  expect(await retry(work, passing)).toBe("done");
  expect(work).toHaveBeenCalledTimes(2);
});

it("gives up at the last attempt, with what failed", async () => {
  const work = vi.fn().mockRejectedValue(new Error("ref is locked"));
  await expect(retry(work, passing)).rejects.toThrow("locked");
  expect(work).toHaveBeenCalledTimes(3);
});

it("throws anything else at once", async () => {
  const work = vi.fn().mockRejectedValue(new Error("no space left"));
  await expect(retry(work, passing)).rejects.toThrow("no space");
  expect(work).toHaveBeenCalledOnce();
});
