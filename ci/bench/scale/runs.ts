import { type Outcome, type Setting, simulate } from "./simulate.ts";
import { jobs } from "./workload.ts";

export const SERVICES = [50, 500, 5000];
export const RUNNERS = [1, 4, 16, 64];
/** Parts of the services that were built before: a new cache, a base that moved, a usual change, nothing changed. */
export const HIT_RATES = [0, 0.5, 0.9, 0.98, 1];

/** A registry as one team has it: no service's quota, but what one machine in front of a store of blobs answers. */
export const REGISTRY = { requestsPerSecond: 200, bytesPerSecond: 50e6 };

/** One simulated run. */
export interface Run extends Outcome {
  services: number;
  runners: number;
  hitRate: number;
  kind: Setting["kind"];
  dead: number;
}

/** One run by what differs. */
export function runOf({ services, hitRate, ...setting }: Omit<Run, keyof Outcome>): Run {
  const outcome = simulate(jobs(services, hitRate), { ...REGISTRY, ...setting });
  return { services, hitRate, ...setting, ...outcome };
}

/** Every size over every number of runners at every hit rate, by sharded runners and by living engines. */
export function allRuns(): Run[] {
  return SERVICES.flatMap((services) =>
    RUNNERS.flatMap((runners) =>
      HIT_RATES.flatMap((hitRate) =>
        (["shards", "engines"] as const).map((kind) => runOf({ services, runners, hitRate, kind, dead: 0 })),
      ),
    ),
  );
}
