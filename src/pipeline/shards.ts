import type { Microservice } from "../microservice.ts";

/** A part of a run, for one runner. */
export interface Shard {
  /** Names of services, with what they need. */
  services: string[];
  /** How long they take one after another, milliseconds. */
  expectedMs: number;
}

type Sized = Pick<Microservice, "name" | "needs">;

/** What isn't known is thought to take so long, milliseconds. */
const UNKNOWN = 60_000;

/**
 * Parts of about equal length, at most so many: the longest first, each to the shortest part. What needs one another
 * stays together, so that nothing is done twice.
 *
 * @param expected how long each service takes, milliseconds, in their order.
 */
export function balancedShards(services: Sized[], expected: (number | undefined)[], count: number): Shard[] {
  const times = new Map(services.map(({ name }, at) => [name, expected[at] ?? UNKNOWN]));
  const groups = connected(services).map((names) => ({
    services: names,
    expectedMs: names.reduce((sum, name) => sum + (times.get(name) ?? 0), 0),
  }));
  const shards: Shard[] = Array.from({ length: Math.min(count, groups.length) }, () => ({
    services: [],
    expectedMs: 0,
  }));
  for (const group of groups.sort((a, b) => b.expectedMs - a.expectedMs)) {
    const shortest = shards.reduce((least, one) => (one.expectedMs < least.expectedMs ? one : least));
    shortest.services.push(...group.services);
    shortest.expectedMs += group.expectedMs;
  }
  return shards.map((shard) => ({ ...shard, services: shard.services.sort() }));
}

/** Names of services by what they need, directly or not, in the order of the services. */
function connected(services: Sized[]): string[][] {
  const groupOf = new Map(services.map(({ name }) => [name, [name]]));
  for (const { name, needs } of services)
    for (const needed of needs) {
      const [own, other] = [groupOf.get(name), groupOf.get(needed)];
      if (!own || !other || own === other) continue;
      own.push(...other);
      for (const moved of other) groupOf.set(moved, own);
    }
  return [...new Set(groupOf.values())];
}
