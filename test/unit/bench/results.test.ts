import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measuredText, withMeasured } from "../../../ci/bench/document.ts";
import { editOf, lockfileLines } from "../../../ci/bench/edits.ts";
import { goals } from "../../../ci/bench/goals.ts";
import { plot } from "../../../ci/bench/plot.ts";
import { appendRecord, type Measured, readRecords, SCENARIOS } from "../../../ci/bench/records.ts";
import { bestParallelism, missing, schedule, trials } from "../../../ci/bench/schedule.ts";
import { median, summaries } from "../../../ci/bench/statistics.ts";
import { weightOf } from "../../../ci/bench/weight.ts";
import type { RunResult } from "../../../src/report/result.ts";

function measured(own: Partial<Measured>): Measured {
  const which = { size: 50, variant: "multistage", scenario: "cold", round: 1 } as const;
  const went = { wallSeconds: 100, cpuSeconds: 150, steps: 9, exitCode: 0, failed: [], load: 0.5 };
  return { ...which, ...went, at: "2030-01-01T00:00:00Z", ...own };
}

describe("the schedule", () => {
  const wanted = { sizes: [1, 50], rounds: 2, coldRounds: 1, naiveUpTo: 1 };
  const all = schedule(wanted);

  it("interleaves variants, begins each round with another, leaves out what isn't affordable", () => {
    const variants = (size: number, round: number) =>
      all
        .filter((one) => one.size === size && one.round === round && one.scenario === "README")
        .map(({ variant }) => variant);
    expect(variants(1, 1)).toEqual(["multistage", "written", "naive"]);
    expect(variants(1, 2)).toEqual(["written", "naive", "multistage"]);
    expect(variants(50, 2)).toEqual(["written", "multistage"]);
    expect(all.filter(({ scenario }) => scenario === "cold").every(({ round }) => round === 1)).toBe(true);
    expect(all).toHaveLength(3 + 2 + 7 * 2 * (3 + 2));
  });

  it("builds naive images of many services cold, and changes only those of few", () => {
    const naive = schedule({ sizes: [10, 25], rounds: 1, coldRounds: 1, naiveUpTo: 50 }).filter(
      ({ variant }) => variant === "naive",
    );
    expect(naive.filter(({ size }) => size === 10).map(({ scenario }) => scenario)).toEqual(SCENARIOS);
    expect(naive.filter(({ size }) => size === 25).map(({ scenario }) => scenario)).toEqual(["cold"]);
  });

  it("goes on with what no record is of", () => {
    const records = all.slice(0, 7).map((which) => measured(which));
    expect(missing(all, records)).toEqual(all.slice(7));
  });

  it("knows the best parallelism once all were tried", () => {
    const times = [40, 25, 27, 31];
    const records = trials().map((trial, at) => measured({ ...trial, wallSeconds: times[at] }));
    expect(bestParallelism(records)).toBe(2);
    expect(bestParallelism(records.slice(1))).toBeUndefined();
  });
});

describe("records", () => {
  it("are read as written, a line that was cut short left out", () => {
    const directory = mkdtempSync(join(tmpdir(), "multistage-bench-test-"));
    const file = join(directory, "records.jsonl");
    expect(readRecords(file)).toEqual([]);
    appendRecord(file, measured({}));
    appendRecord(file, measured({ round: 2 }));
    expect(readRecords(file)).toEqual([measured({}), measured({ round: 2 })]);
    writeFileSync(file, `${JSON.stringify(measured({}))}\n{"size":5`);
    expect(readRecords(file)).toEqual([measured({})]);
    rmSync(directory, { recursive: true });
  });
});

describe("edits", () => {
  const files: Record<string, string> = {
    "services/gin-1/rooms.go": 'var (\n\terrTaken       = errors.New("room is taken at that time")\n)\n',
    "services/gin-1/README.md": "# api\n",
    "services/gin-1/go.sum": "a\nb\n",
    "libs/money/money.go": 'var (\n\tErrWays   = errors.New("an amount is split 1 to 1000 ways")\n)\n',
  };

  it.each(SCENARIOS.slice(2))("%s: another content each time", (scenario) => {
    const contents = [files[editOf(scenario, 0, [])?.path ?? ""] ?? ""];
    for (const time of [1, 2, 3])
      contents.push(editOf(scenario, time, ["b", "c", "d", "e"])?.change(contents.at(-1) ?? "") ?? "");
    expect(new Set(contents).size).toBe(4);
  });

  it("add one new line to a lockfile", () => {
    const edit = editOf("lockfile", 1, lockfileLines({ "services/login/go.sum": "b\nc\n" }));
    expect(edit?.change("a\nb\n")).toBe("a\nb\nc\n");
  });

  it("leave a failure in place for one measurement only", () => {
    expect(SCENARIOS.filter((scenario) => editOf(scenario, 1, [])?.temporary)).toEqual(["failing"]);
  });
});

describe("statistics", () => {
  it("have medians of odd and even counts", () => {
    expect([median([3]), median([3, 1]), median([9, 1, 2]), median([4, 1, 2, 9])]).toEqual([3, 2, 2, 3]);
    expect(median([])).toBeNaN();
  });

  it("leave trials out and keep ranges", () => {
    const records = [
      measured({ wallSeconds: 90 }),
      measured({ round: 2, wallSeconds: 120 }),
      measured({ parallelism: 3, wallSeconds: 1 }),
    ];
    expect(summaries(records)).toMatchObject([{ rounds: 2, wallSeconds: 105, wallRange: [90, 120] }]);
  });

  it("count a layer that images share once", () => {
    const layer = (digest: string, compressedBytes: number) => ({ digest, compressedBytes });
    const services = [{ layers: [layer("a", 5), layer("b", 7)] }, { layers: [layer("a", 5)] }, {}];
    expect(weightOf({ services } as RunResult)).toBe(12);
  });
});

const records = [
  measured({ wallSeconds: 110, compressedBytes: 299e6 }),
  measured({ variant: "written", wallSeconds: 100, compressedBytes: 310e6 }),
  measured({ size: 10, wallSeconds: 40 }),
  measured({ size: 10, variant: "naive", wallSeconds: 100 }),
  measured({ scenario: "nothing", wallSeconds: 5.1, steps: 0, load: 1.5 }),
];

describe("goals", () => {
  it("are met or not by figures, at the largest size that has them; unmeasured ones aren't met", () => {
    const found = goals(summaries(records));
    expect(found.map(({ figure, met }) => [figure, met])).toEqual([
      ["1.10 at 50 services", true],
      ["0.40 at 10 services", false],
      [undefined, false],
      ["5.1 s", false],
      ["299 MB", true],
      ["2.2 s", true],
    ]);
  });
});

describe("the document", () => {
  const where = { machine: "2 cores", tools: "buildah 1", commit: "abc", parallelism: 2 };
  const text = measuredText(records, where);

  it("says where, when and what was measured", () => {
    expect(text).toContain("2 cores");
    expect(text).toContain("load of the minute before each run 0.5 to 1.5");
    expect(text).toContain("| 50 | multistage | 110 s |  | 150 s | 9 | 299.0 MB |  |");
    expect(text).toContain("| 50 | Dockerfiles by hand | 100 s |  | 150 s | 9 | 310.0 MB | 1.10 × |");
    expect(text).toContain("| nothing | multistage |  | 5.1 s, 0 |");
  });

  it("keeps what people wrote around it", () => {
    const document = "# A\n<!-- measured -->\nold\n<!-- /measured -->\nend\n";
    expect(withMeasured(document, "new")).toBe("# A\n<!-- measured -->\nnew\n<!-- /measured -->\nend\n");
    expect(() => withMeasured("# A\n", "new")).toThrow("<!-- measured -->");
  });
});

describe("the plot", () => {
  const svg = plot(summaries(records));

  it("draws longer times higher, within its frame", () => {
    const points = [...svg.matchAll(/<polyline points="([^"]+)"/g)].map(([, found = ""]) => found.split(" "));
    const [ours = []] = points;
    const heights = ours.map((point) => Number(point.split(",")[1]));
    expect(heights).toHaveLength(2);
    expect(heights[1]).toBeLessThan(heights[0] as number);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(50);
  });

  it("shows a bar only for what was measured", () => {
    expect(svg).toContain(">5.1</text>");
    expect(svg.match(/height="9"/g)).toHaveLength(1);
    expect(svg).not.toContain("NaN");
  });
});
