import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** Who builds. */
export const VARIANTS = ["multistage", "written", "naive"] as const;
export type Variant = (typeof VARIANTS)[number];

export const SCENARIOS = [
  "cold",
  "nothing",
  "go file",
  "comment",
  "README",
  "lockfile",
  "library",
  "failing",
] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** Which measurement: equal ones are repetitions of none. */
export interface Which {
  size: number;
  variant: Variant;
  scenario: Scenario;
  /** From 1. */
  round: number;
  /** Most builds at once, where that is tried out. */
  parallelism?: number;
}

/** One run of one command. */
export interface Measured extends Which {
  wallSeconds: number;
  /** Of the command and all that it started. */
  cpuSeconds: number;
  /** Steps that ran, not taken from the cache: images that the store has more. */
  steps: number;
  exitCode: number;
  /** Services whose build failed. */
  failed: string[];
  /** The machine's load of the minute before. */
  load: number;
  /** When it began. */
  at: string;
  /** Unique compressed bytes of the layers of all images, where they were weighed. */
  compressedBytes?: number;
}

export const keyOf = ({ size, variant, scenario, round, parallelism }: Which) =>
  [size, variant, scenario, round, parallelism ?? ""].join(" ");

/** Measurements made so far, in their order. A line that was cut short counts as none. */
export function readRecords(file: string): Measured[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Measured];
      } catch {
        return [];
      }
    });
}

export function appendRecord(file: string, measured: Measured): void {
  appendFileSync(file, `${JSON.stringify(measured)}\n`);
}
