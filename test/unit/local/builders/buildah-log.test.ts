import { describe, expect, it } from "vitest";
import { BuildahLog } from "../../../../ci/local/builders/buildah-log.ts";

const STAGES = [
  { name: "build", base: "golang", instructions: [] },
  { name: "runtime", base: "scratch", instructions: [] },
];
const ID = "0123456789abcdef";

describe("BuildahLog", () => {
  it("tells cached stages from those that ran, and how long they took", () => {
    let now = 0;
    const log = new BuildahLog(STAGES, () => now);
    const read = (...lines: string[]) => lines.map((line) => log.read(line));
    read("[1/2] STEP 1/2: FROM golang AS build", "[1/2] STEP 2/2: RUN go build", "compiling");
    now = 1500;
    read(
      `--> ${ID}`,
      "[2/2] STEP 1/2: FROM scratch AS runtime",
      "[2/2] STEP 2/2: COPY a b",
      `--> Using cache ${ID}`,
    );
    expect(log.results()).toEqual([
      { name: "build", base: "golang", cached: false, durationMs: 1500 },
      { name: "runtime", base: "scratch", cached: true, durationMs: 0 },
    ]);
  });

  it("gives a step's outcome to the stage that had to wait for a later one", () => {
    const log = new BuildahLog(STAGES);
    const lines = ["[2/2] STEP 1/2: FROM scratch AS runtime", "[2/2] STEP 2/2: COPY --from=build a b"];
    const build = [
      "[1/2] STEP 1/2: FROM golang AS build",
      "[1/2] STEP 2/2: RUN go build",
      `--> Using cache ${ID}`,
    ];
    for (const line of [...lines, ...build, "--> 0123456789a", "--> 123456789ab"]) log.read(line);
    expect(log.results().map(({ cached }) => cached)).toEqual([true, false]);
  });

  it("keeps the failing step, what it printed, and the layer before it", () => {
    const log = new BuildahLog(STAGES);
    for (const line of [
      "[1/2] STEP 2/3: COPY . .",
      `--> ${ID}`,
      "[1/2] STEP 3/3: RUN go build",
      "main.go:3: oops",
    ])
      log.read(line);
    expect(log).toMatchObject({
      stage: "build",
      step: "RUN go build",
      tail: ["main.go:3: oops"],
      previous: ID,
    });
  });

  it("reads the lines of a single stage, which buildah doesn't number", () => {
    const log = new BuildahLog([{ name: "runtime", base: "scratch", instructions: [] }]);
    expect(log.read("STEP 2/2: COPY a b")).toEqual({ kind: "step", stage: "runtime", text: "COPY a b" });
  });
});
