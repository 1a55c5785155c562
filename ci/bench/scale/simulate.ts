import { engineFor } from "./rendezvous.ts";
import { Queue, Timeline } from "./resource.ts";
import { type Job, MEASURED, type StepTimes } from "./workload.ts";

/** How a team runs its builds. */
export interface Setting {
  /**
   * `shards`: runners that begin empty, over the shared cache; each service to the runner that has least to do.
   * `engines`: Dagger engines that live on and remember, each service to its own (rendezvous hashing).
   */
  kind: "shards" | "engines";
  runners: number;
  /** Of the registry, for all of them together. */
  requestsPerSecond: number;
  /** Of one runner's line. */
  bytesPerSecond: number;
  /** Engines that died since the last run: what they knew is gone, and others build their services. */
  dead?: number;
}

/** What a run took. */
export interface Outcome {
  /** From the start to the last tag. */
  seconds: number;
  /** All runners' lines together. */
  pulledBytes: number;
  pushedBytes: number;
  requests: number;
  built: number;
}

/** Builds at once on one runner, as step times were measured. */
const SLOTS = 2;
/** Until a runner has its checkout, Node and the plan of the repository. */
const START_SECONDS = 5;
/** An entry is looked up, its layers are mounted, manifest and tags are put and read back: counted for images of three layers. */
export const REQUESTS_A_HIT = 42;
/** The same without a find, and an upload of a few layers. */
export const REQUESTS_A_BUILD = 67;
/** A process that asks a registry, on a core. */
const HIT_SECONDS = 0.35;
/** Nothing changed: a living engine answers from its own cache. */
const ENGINE_HIT_SECONDS = 0.05;

/** Runs all of it in simulated time: the same input gives the same outcome. */
export function simulate(
  jobs: Job[],
  setting: Setting,
  times: Record<string, StepTimes> = MEASURED,
): Outcome {
  const outcome: Outcome = { seconds: 0, pulledBytes: 0, pushedBytes: 0, requests: 0, built: 0 };
  const [timeline, registry] = [new Timeline(), new Queue()];
  for (const { queue, remembers } of assigned(jobs, setting, times)) {
    const machine = { line: new Queue(), seen: new Set<string>(), remembers };
    const next = (at: number): void => {
      const job = queue.shift();
      if (job) timeline.add(ended(at, job, machine, { setting, registry, outcome, times }), next);
    };
    for (let slot = 0; slot < SLOTS; slot++) timeline.add(START_SECONDS, next);
  }
  const seconds = timeline.run();
  return { ...outcome, seconds };
}

interface Machine {
  line: Queue;
  /** Kinds that it has built. */
  seen: Set<string>;
  /** Whether it had built the service before the run. */
  remembers(job: Job): boolean;
}

interface World {
  setting: Setting;
  registry: Queue;
  outcome: Outcome;
  times: Record<string, StepTimes>;
}

/** When a service that begins at a time is done. */
function ended(at: number, { kind, isKnown, ...job }: Job, machine: Machine, world: World): number {
  const { setting, registry, outcome, times } = world;
  const step = times[kind] as StepTimes;
  const isWarm = machine.remembers({ kind, isKnown, ...job });
  const isFound = isKnown && (setting.kind === "shards" || isWarm);
  const isFirst = !isWarm && !machine.seen.has(kind);
  const requests = isFound ? REQUESTS_A_HIT : REQUESTS_A_BUILD;
  outcome.requests += requests;
  const asked = registry.done(at, requests / setting.requestsPerSecond);
  if (isFound) return asked + (setting.kind === "engines" ? ENGINE_HIT_SECONDS : HIT_SECONDS);
  outcome.built += 1;
  machine.seen.add(kind);
  const pulled = isFirst ? step.baseBytes : 0;
  outcome.pulledBytes += pulled;
  outcome.pushedBytes += step.ownBytes;
  const moved = machine.line.done(asked, (pulled + step.ownBytes) / setting.bytesPerSecond);
  return moved + (isFirst ? step.firstSeconds : step.nextSeconds);
}

/** What each machine has to do, slowest first, and what it knew before. */
function assigned(jobs: Job[], { kind, runners, dead = 0 }: Setting, times: Record<string, StepTimes>) {
  const names = Array.from({ length: runners }, (_, at) => `engine-${at}`);
  const cost = (job: Job) => (job.isKnown ? 0 : (times[job.kind] as StepTimes).nextSeconds);
  const slowestFirst = [...jobs].sort((a, b) => cost(b) - cost(a));
  const alive = names.slice(Math.min(dead, runners - 1));
  if (kind === "engines") {
    const own = (name: string) => (job: Job) => engineFor(job.name, names) === name;
    const queues = new Map(alive.map((name) => [name, [] as Job[]]));
    for (const job of slowestFirst) queues.get(engineFor(job.name, alive))?.push(job);
    return alive.map((name) => ({ queue: queues.get(name) ?? [], remembers: own(name) }));
  }
  const shards = alive.map(() => ({ queue: [] as Job[], load: 0, remembers: () => false }));
  for (const job of slowestFirst) {
    const least = shards.reduce((best, one) => (one.load < best.load ? one : best));
    least.queue.push(job);
    least.load += cost(job) + HIT_SECONDS;
  }
  return shards;
}
