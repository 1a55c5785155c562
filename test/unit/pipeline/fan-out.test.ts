import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { fanOut, type Job } from "../../../src/pipeline/fan-out.ts";

const jobs = (count: number): Job[] =>
  Array.from({ length: count }, (_, at) => ({ name: `s${at}`, needs: [] }));
const failed = (result: string) => result === "bad";

describe("fanOut", () => {
  it.each([1, 2, 7])("never runs more than %i at once, and reaches it", async (concurrency) => {
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(2);
      running -= 1;
      return "good";
    };
    const { observed } = await fanOut(jobs(20), work, { concurrency, failed });
    expect([most, observed]).toEqual([concurrency, concurrency]);
  });

  it.each([1, 5, 25, 50])("reports exactly the %i broken of 50", async (broken) => {
    const work = async ({ name }: Job) => (Number(name.slice(1)) < broken ? "bad" : "good");
    const { outcomes } = await fanOut(jobs(50), work, { concurrency: 4, failed });
    expect(outcomes.filter((end) => "result" in end && end.result === "bad")).toHaveLength(broken);
    expect(outcomes.filter((end) => "result" in end && end.result === "good")).toHaveLength(50 - broken);
  });

  it("starts a job after those it needs, also while they still run", async () => {
    const order: string[] = [];
    const work = async ({ name }: Job) => {
      await sleep(name === "base" ? 10 : 0);
      order.push(name);
      return "good";
    };
    const needing = [
      { name: "app", needs: ["base"] },
      { name: "base", needs: [], expectedMs: 1 },
      { name: "other", needs: [] },
    ];
    await fanOut(needing, work, { concurrency: 3, failed });
    expect(order).toEqual(["other", "base", "app"]);
  });

  it("skips what needs a broken one, through others too, and says why", async () => {
    const chain = [
      { name: "a", needs: [] },
      { name: "b", needs: ["a"] },
      { name: "c", needs: ["b"] },
    ];
    const { outcomes } = await fanOut(chain, async () => "bad", { concurrency: 2, failed });
    expect(outcomes.slice(1)).toEqual([
      { job: "b", skipped: "it needs a" },
      { job: "c", skipped: "it needs b" },
    ]);
  });

  it("tells of a skipped one while others still run", async () => {
    const told: string[] = [];
    const mixed = [
      { name: "a", needs: [] },
      { name: "b", needs: ["a"] },
      { name: "long", needs: [] },
    ];
    const work = async ({ name }: { name: string }) => {
      if (name === "a") return "bad";
      await new Promise((resolve) => setTimeout(resolve, 20));
      told.push(`${name} ended`);
      return "good";
    };
    const skipped = (job: string, reason: string) => told.push(`${job}: ${reason}`);
    await fanOut(mixed, work, { concurrency: 2, failed, skipped });
    expect(told).toEqual(["b: it needs a", "long ended"]);
  });

  it("starts slow ones first; what isn't known is thought slow", async () => {
    const order: string[] = [];
    const timed = [
      { name: "quick", needs: [], expectedMs: 1 },
      { name: "new", needs: [] },
      { name: "slow", needs: [], expectedMs: 9 },
    ];
    await fanOut(timed, async ({ name }) => String(order.push(name)), { concurrency: 1, failed });
    expect(order).toEqual(["new", "slow", "quick"]);
  });

  it("lets the first of a kind fill caches before the next of it begins, where others can run meanwhile", async () => {
    const log: string[] = [];
    const work = async ({ name }: Job) => {
      log.push(`+${name}`);
      await sleep(name === "go1" ? 20 : 1);
      log.push(`-${name}`);
      return "good";
    };
    const kinds = ["go1", "go2", "node1", "node2", "go3"].map((name) => ({
      name,
      needs: [],
      kind: name.slice(0, -1),
    }));
    await fanOut(kinds, work, { concurrency: 2, failed });
    expect(log.slice(0, 6)).toEqual(["+go1", "+node1", "-node1", "+node2", "-node2", "+go2"]);
    expect(log).toHaveLength(10);
  });

  it("starts more of a kind at once where there is nothing else", async () => {
    const same = jobs(3).map((job) => ({ ...job, kind: "go" }));
    const { observed } = await fanOut(same, () => sleep(2, "good"), { concurrency: 3, failed });
    expect(observed).toBe(3);
  });

  it("starts nothing more after a failure where that is asked for", async () => {
    const { outcomes } = await fanOut(jobs(5), async () => "bad", { concurrency: 1, failed, failFast: true });
    expect(outcomes.filter((end) => "skipped" in end)).toHaveLength(4);
  });

  it("starts nothing more once interrupted", async () => {
    const controller = new AbortController();
    const work = async () => {
      controller.abort();
      return "good";
    };
    const { outcomes } = await fanOut(jobs(3), work, { concurrency: 1, failed, signal: controller.signal });
    expect(outcomes.slice(1)).toEqual([
      { job: "s1", skipped: "interrupted" },
      { job: "s2", skipped: "interrupted" },
    ]);
  });
});
