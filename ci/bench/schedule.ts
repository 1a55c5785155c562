import { keyOf, type Measured, SCENARIOS, VARIANTS, type Variant, type Which } from "./records.ts";

/** What is to be measured. */
export interface Wanted {
  sizes: number[];
  /** Of every scenario but cold. */
  rounds: number;
  /** Of cold builds. */
  coldRounds: number;
  /** The largest size at which the naive variant is built cold. */
  naiveUpTo: number;
}

/**
 * The largest size at which naive images are weighed and their changes measured: a change compiles one service
 * anew at any size, and fifty images with all build tools take minutes to compress.
 */
export const NAIVE_CHANGES_UP_TO = 10;

/** Most builds at once that are tried out, and the size at which. */
export const TRIED = { parallelism: [1, 2, 3, 4], size: 10 };

/**
 * Every measurement in its order: within a round, each scenario by all variants in turn, the first of them
 * another one each round, so that what the machine does besides meets all of them.
 */
export function schedule({ sizes, rounds, coldRounds, naiveUpTo }: Wanted): Which[] {
  const changed = Math.min(naiveUpTo, NAIVE_CHANGES_UP_TO);
  return sizes.flatMap((size) =>
    numbers(Math.max(rounds, coldRounds)).flatMap((round) =>
      SCENARIOS.filter((scenario) => round <= (scenario === "cold" ? coldRounds : rounds)).flatMap(
        (scenario) =>
          turned(variantsAt(size, scenario === "cold" ? naiveUpTo : changed), round - 1).map((variant) => ({
            size,
            variant,
            scenario,
            round,
          })),
      ),
    ),
  );
}

/** Cold builds that find how many Dockerfiles are best built at once. */
export function trials(): Which[] {
  const { parallelism, size } = TRIED;
  return parallelism.map((most) => ({
    size,
    variant: "written",
    scenario: "cold",
    round: 1,
    parallelism: most,
  }));
}

/** How many at once took the least time; undefined before all were tried. */
export function bestParallelism(records: Measured[]): number | undefined {
  const tried = records.filter(({ parallelism }) => parallelism !== undefined);
  if (!trials().every((trial) => tried.some((one) => keyOf(one) === keyOf(trial)))) return undefined;
  return [...tried].sort((a, b) => a.wallSeconds - b.wallSeconds)[0]?.parallelism;
}

/** Those that no record is of. */
export function missing(wanted: Which[], records: Measured[]): Which[] {
  const done = new Set(records.map(keyOf));
  return wanted.filter((one) => !done.has(keyOf(one)));
}

function variantsAt(size: number, naiveUpTo: number): Variant[] {
  return VARIANTS.filter((variant) => variant !== "naive" || size <= naiveUpTo);
}

function turned<T>(all: T[], by: number): T[] {
  const at = by % all.length;
  return [...all.slice(at), ...all.slice(0, at)];
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
