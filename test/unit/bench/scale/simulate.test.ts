import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRecords } from "../../../../ci/bench/records.ts";
import { simulatedText } from "../../../../ci/bench/scale/document.ts";
import { plot } from "../../../../ci/bench/scale/plot.ts";
import { allRuns, REGISTRY, runOf } from "../../../../ci/bench/scale/runs.ts";
import {
  REQUESTS_A_BUILD,
  REQUESTS_A_HIT,
  type Setting,
  simulate,
} from "../../../../ci/bench/scale/simulate.ts";
import { type Job, jobs } from "../../../../ci/bench/scale/workload.ts";
import { PROJECT } from "../../../../ci/local/paths.ts";

const setting = (own: Partial<Setting> = {}): Setting => ({
  kind: "shards",
  runners: 1,
  ...REGISTRY,
  ...own,
});
const TIMES = { one: { firstSeconds: 10, nextSeconds: 4, ownBytes: 50e6, baseBytes: 100e6 } };
const job = (name: string, isKnown = false) => ({ name, kind: "one", isKnown }) as unknown as Job;

describe("one runner", () => {
  it("pulls a base once, builds the first of a kind slowly, and two at once", () => {
    const went = simulate([job("a"), job("b"), job("c")], setting(), TIMES);
    expect(went).toMatchObject({
      built: 3,
      pulledBytes: 100e6,
      pushedBytes: 150e6,
      requests: 3 * REQUESTS_A_BUILD,
    });
    // Five to begin; `a` asks and moves 150 MB; `b` waits for the line, moves 50 MB and takes 4; then `c` does the same.
    const ask = REQUESTS_A_BUILD / REGISTRY.requestsPerSecond;
    expect(went.seconds).toBeCloseTo(5 + (ask + 3) + (1 + 4) + (ask + 1 + 4), 5);
  });

  it("only asks for what is known", () => {
    const went = simulate([job("a", true), job("b", true)], setting(), TIMES);
    expect(went).toMatchObject({ built: 0, pulledBytes: 0, pushedBytes: 0, requests: 2 * REQUESTS_A_HIT });
    expect(went.seconds).toBeLessThan(6);
  });

  it("takes about as long as measured runs did", () => {
    const records = readRecords(join(PROJECT, "ci/bench/records.jsonl"));
    const cold = records.filter(({ variant, scenario }) => variant === "multistage" && scenario === "cold");
    const line = { bytesPerSecond: Number.POSITIVE_INFINITY };
    for (const { size, wallSeconds } of cold.filter(({ size }) => size >= 10)) {
      const ratio = simulate(jobs(size, 0), setting(line)).seconds / wallSeconds;
      expect(ratio, `${size} services`).toBeGreaterThan(0.75);
      expect(ratio, `${size} services`).toBeLessThan(1.25);
    }
  });
});

describe("several runners", () => {
  it("give the same each time", () => {
    const one = { services: 500, runners: 16, hitRate: 0.9, kind: "shards", dead: 0 } as const;
    expect(runOf(one)).toEqual(runOf(one));
  });

  it("are not slower than fewer where all is built, and pull more", () => {
    const [one, four, many] = [1, 4, 16].map((runners) => simulate(jobs(500, 0), setting({ runners })));
    expect(one?.seconds).toBeGreaterThan(four?.seconds ?? 0);
    expect(four?.seconds).toBeGreaterThan(many?.seconds ?? 0);
    expect(many?.pulledBytes).toBeGreaterThan(one?.pulledBytes ?? 0);
  });

  it("wait for the registry where nothing is left to build", () => {
    const went = simulate(jobs(5000, 1), setting({ runners: 64, requestsPerSecond: 100 }));
    expect(went.seconds).toBeGreaterThan(went.requests / 100);
  });
});

describe("engines that live on", () => {
  it("build what changed with warm caches, and pull nothing", () => {
    const [shards, engines] = (["shards", "engines"] as const).map((kind) =>
      simulate(jobs(500, 0.9), setting({ kind, runners: 16 })),
    );
    expect(engines?.pulledBytes).toBe(0);
    expect(engines?.built).toBe(shards?.built);
    expect(engines?.seconds).toBeLessThan(shards?.seconds ?? 0);
  });

  it("build a dead one's services anew, and no others", () => {
    const went = runOf({ services: 500, runners: 4, hitRate: 1, kind: "engines", dead: 1 });
    expect(went.built).toBeGreaterThan(90);
    expect(went.built).toBeLessThan(160);
  });
});

it("the document and the plot tell all of them", () => {
  const runs = allRuns();
  const text = simulatedText(runs);
  expect(text.match(/^### .* services$/gm)).toEqual([
    "### 50 services",
    "### 500 services",
    "### 5000 services",
  ]);
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  expect(plot(runs)).not.toMatch(/NaN|undefined|Infinity/);
  expect(plot(runs).match(/<polyline/g)).toHaveLength(30);
});
