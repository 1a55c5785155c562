import { type Summary, summaryOf } from "./statistics.ts";

/** What was aimed at, and what was measured. */
export interface Goal {
  text: string;
  /** As people read it; undefined where nothing was measured for it. */
  figure: string | undefined;
  met: boolean;
}

/** Goals of {@link goals}: seconds and bytes are upper bounds, ratios are those of wall times. */
export const BOUNDS = {
  coldToWritten: 1.1,
  coldToNaive: 0.35,
  goFileSeconds: 7,
  nothingSeconds: 5,
  compressedBytes: 300e6,
  serviceSeconds: 60,
};

/** Holds measurements against the goals; each at the largest size that has them. */
export function goals(all: Summary[]): Goal[] {
  const cold = largest(all, "cold", "multistage");
  const seconds = (scenario: "go file" | "nothing") => largest(all, scenario, "multistage")?.wallSeconds;
  const mean = cold && cold.wallSeconds / cold.size;
  return [
    ratio(all, "written", "the Dockerfiles by hand", BOUNDS.coldToWritten),
    ratio(all, "naive", "the naive ones", BOUNDS.coldToNaive),
    bound("one Go file, at most 7 s", seconds("go file"), BOUNDS.goFileSeconds, inSeconds),
    bound("nothing changed, at most 5 s", seconds("nothing"), BOUNDS.nothingSeconds, inSeconds),
    bound("all images, at most 300 MB", cold?.compressedBytes, BOUNDS.compressedBytes, inMegabytes),
    bound("a service of a cold run, on average at most 60 s", mean, BOUNDS.serviceSeconds, inSeconds),
  ];
}

function largest(all: Summary[], scenario: Summary["scenario"], variant: Summary["variant"]) {
  return all.filter((one) => one.scenario === scenario && one.variant === variant).at(-1);
}

function ratio(all: Summary[], variant: "written" | "naive", who: string, most: number): Goal {
  const theirs = largest(all, "cold", variant);
  const ours = theirs && summaryOf(all, theirs.size, "cold", "multistage");
  const text = `cold, at most ${most} times ${who}`;
  if (!ours) return { text, figure: undefined, met: false };
  const value = ours.wallSeconds / theirs.wallSeconds;
  return { text, figure: `${value.toFixed(2)} at ${theirs.size} services`, met: value <= most };
}

function bound(
  text: string,
  value: number | undefined,
  most: number,
  spell: (value: number) => string,
): Goal {
  return {
    text,
    figure: value === undefined ? undefined : spell(value),
    met: value !== undefined && value <= most,
  };
}

export const inSeconds = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} s`;

const inMegabytes = (value: number) => `${(value / 1e6).toFixed(0)} MB`;
