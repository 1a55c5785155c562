import { type KindName, serviceNames } from "../mix.ts";
import { random } from "../random.ts";

/** What building one service takes, on a runner of two cores that builds two at once. */
export interface StepTimes {
  /** The first of its kind on a machine that has nothing but bases: compilers' and packages' caches are empty. */
  firstSeconds: number;
  /** Each further one. */
  nextSeconds: number;
  /** Compressed layers that no other service has. */
  ownBytes: number;
  /** Compressed base with the toolchain, pulled once a machine. */
  baseBytes: number;
}

/**
 * Seconds: of `records.jsonl`, what its cold runs of 10, 25 and 50 services took, shared out by the times of single services
 * that docs/bench.md tells; a unit test holds the model against those runs. Bytes are estimates, but for those that README tells.
 */
export const MEASURED: Record<KindName, StepTimes> = {
  gin: { firstSeconds: 40, nextSeconds: 10, ownBytes: 3.2e6, baseBytes: 210e6 },
  grpc: { firstSeconds: 40, nextSeconds: 10, ownBytes: 4.6e6, baseBytes: 210e6 },
  node: { firstSeconds: 20, nextSeconds: 9, ownBytes: 0.4e6, baseBytes: 60e6 },
  flask: { firstSeconds: 10, nextSeconds: 8, ownBytes: 1.5e6, baseBytes: 60e6 },
  play: { firstSeconds: 120, nextSeconds: 101, ownBytes: 2e6, baseBytes: 200e6 },
  java: { firstSeconds: 50, nextSeconds: 30, ownBytes: 20e6, baseBytes: 200e6 },
  rust: { firstSeconds: 60, nextSeconds: 50, ownBytes: 2.5e6, baseBytes: 150e6 },
  static: { firstSeconds: 30, nextSeconds: 12, ownBytes: 1e6, baseBytes: 210e6 },
};

/** One service of a run. */
export interface Job {
  name: string;
  kind: KindName;
  /** What it is built from was built before: its image is found by its key. */
  isKnown: boolean;
}

/** `count` services in the bench's mix. @param hitRate part of them that was built before, 0 to 1. */
export function jobs(count: number, hitRate: number): Job[] {
  const services = serviceNames(count);
  const known = new Set(shuffled(services.map(({ name }) => name)).slice(0, Math.round(count * hitRate)));
  return services.map(({ name, kind }) => ({ name, kind, isKnown: known.has(name) }));
}

/** The same order each time: a higher rate knows all that a lower one does. */
function shuffled(names: string[]): string[] {
  const { integer } = random("hits");
  const order = new Map(names.map((name) => [name, integer(0, 2 ** 30)]));
  return [...names].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}
