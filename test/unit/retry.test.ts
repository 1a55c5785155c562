import { expect, it, vi } from "vitest";
import { retry, saying } from "../../src/retry.ts";

const passing = { isTransient: saying(/locked/), attempts: 3, wait: 0 };

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

it("waits longer each time, tells so, and no longer once it is ended", async () => {
  const [waits, ending] = [[] as number[], new AbortController()];
  const onRetry = (_: unknown, wait: number) => {
    waits.push(wait);
    if (waits.length === 3) ending.abort();
  };
  const work = vi.fn().mockRejectedValue(new Error("ref is locked"));
  const options = { ...passing, attempts: 9, wait: 4, longest: 8, signal: ending.signal, onRetry };
  await expect(retry(work, options)).rejects.toThrow("locked");
  const within = [4, 8, 8].map((wait, at) => Math.abs((waits[at] ?? 0) / wait - 1) <= 0.25);
  expect(within).toEqual([true, true, true]);
});
