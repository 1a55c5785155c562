import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Allowance } from "../../../src/cache/allowance.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const after = (ms: number) => () => new Promise<string>((done) => setTimeout(() => done("answer"), ms));

/** Work's answer, or why there is none. */
async function waited(allowance: Allowance, ms: number, more = 0): Promise<string> {
  const answer = allowance.wait(after(ms), more).catch(({ message }: Error) => message);
  await vi.advanceTimersByTimeAsync(60_000);
  return answer;
}

it("what answers soon costs nothing, however often", async () => {
  const allowance = new Allowance();
  for (let at = 0; at < 50; at += 1) expect(await waited(allowance, 900)).toBe("answer");
  expect(allowance.isSpent).toBe(false);
});

it("what never answers is waited for once, five seconds", async () => {
  const allowance = new Allowance();
  expect(await waited(allowance, 40_000)).toBe("no answer within 5 s");
  expect(allowance.isSpent).toBe(true);
  await expect(allowance.wait(after(1))).rejects.toThrow("nothing is left");
});

it("slow answers use it up together", async () => {
  const allowance = new Allowance();
  for (let at = 0; at < 2; at += 1) expect(await waited(allowance, 3000)).toBe("answer");
  expect(await waited(allowance, 3000)).toBe("no answer within 1 s");
  expect(allowance.isSpent).toBe(true);
});

it("waits at the same time count once", async () => {
  const allowance = new Allowance();
  const all = Promise.all(Array.from({ length: 8 }, () => allowance.wait(after(3000))));
  await vi.advanceTimersByTimeAsync(3000);
  expect(await all).toHaveLength(8);
  expect(allowance.isSpent).toBe(false);
});

it("the time of an upload isn't counted", async () => {
  const allowance = new Allowance();
  expect(await waited(allowance, 20_000, 20_000)).toBe("answer");
  expect(allowance.isSpent).toBe(false);
});
