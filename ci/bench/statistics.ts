import { type Measured, SCENARIOS, type Scenario, VARIANTS, type Variant } from "./records.ts";

/** Repetitions of one measurement as one: medians. */
export interface Summary {
  size: number;
  scenario: Scenario;
  variant: Variant;
  rounds: number;
  wallSeconds: number;
  /** Shortest and longest. */
  wallRange: [number, number];
  cpuSeconds: number;
  steps: number;
  compressedBytes?: number;
}

/** The middle one, or the mean of the two in the middle; NaN of none. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return around.reduce((sum, value) => sum + value, 0) / around.length;
}

/** By size, then scenario, then variant; trials of parallelism are left out. */
export function summaries(records: Measured[]): Summary[] {
  const counted = records.filter(({ parallelism }) => parallelism === undefined);
  const sizes = [...new Set(counted.map(({ size }) => size))].sort((a, b) => a - b);
  return sizes.flatMap((size) =>
    SCENARIOS.flatMap((scenario) =>
      VARIANTS.flatMap((variant) => {
        const equal = counted.filter(
          (one) => one.size === size && one.scenario === scenario && one.variant === variant,
        );
        return equal.length ? [summary(equal, { size, scenario, variant })] : [];
      }),
    ),
  );
}

function summary(equal: Measured[], which: Pick<Summary, "size" | "scenario" | "variant">): Summary {
  const walls = equal.map(({ wallSeconds }) => wallSeconds);
  return {
    ...which,
    rounds: equal.length,
    wallSeconds: median(walls),
    wallRange: [Math.min(...walls), Math.max(...walls)],
    cpuSeconds: median(equal.map(({ cpuSeconds }) => cpuSeconds)),
    steps: median(equal.map(({ steps }) => steps)),
    compressedBytes: equal.find(({ compressedBytes }) => compressedBytes !== undefined)?.compressedBytes,
  };
}

/** The one of a size, scenario and variant. */
export function summaryOf(all: Summary[], size: number, scenario: Scenario, variant: Variant) {
  return all.find((one) => one.size === size && one.scenario === scenario && one.variant === variant);
}
