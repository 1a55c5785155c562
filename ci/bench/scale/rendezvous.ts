import { createHash } from "node:crypto";

/**
 * The engine that a service always goes to: the one with the highest hash of both names. Where an engine dies only its own
 * services move, each to its second choice; where one comes, it takes its part of every other's.
 *
 * @param engines names of those that are alive, at least one, in any order.
 */
export function engineFor(service: string, engines: readonly string[]): string {
  const scored = engines.map((engine) => ({ engine, score: score(`${engine}\n${service}`) }));
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).engine;
}

/** SHA-256 as text: equal in every language, so that a pipeline's shell can do the same with sha256sum and sort. */
function score(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
