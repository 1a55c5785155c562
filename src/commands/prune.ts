import { cacheOf } from "../cache/address.ts";
import { today } from "../cache/days.ts";
import { type Limits, type Pruning, planPruning } from "../cache/prune.ts";
import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import { settingsIn } from "../publish/destination-plan.ts";
import { hostOf } from "../publish/reference.ts";
import { SETTINGS_FILE } from "../publish/settings.ts";
import { heldEntries, removeEntries } from "./held-entries.ts";
import { publisherFor } from "./registry.ts";
import { releasedLayers } from "./released.ts";
import { readRepository } from "./repository.ts";

export interface PruneOptions extends Limits {
  environment: string;
  /** HOST/PREFIX; by default what `multistage.yaml` says. */
  registry?: string;
  /** Only tell what would go. */
  dryRun?: boolean;
}

/** What became of one cache. */
export interface Pruned {
  /** A registry's repository, or this machine. */
  place: string;
  /** How many went, or would go. */
  count: number;
  freedBytes: number;
  keptBytes: number;
  /** Why less went than should have. */
  refused?: string;
}

/** `cache prune`: removes what nothing used, from this machine and from the registry's cache where there is one. */
export async function prune(engine: Engine, options: PruneOptions): Promise<Pruned[]> {
  if (!(options.keepDays >= 1)) throw badInput("--keep: expected a day at least, such as 30d");
  const machine = engine.kept ? [await pruneMachine(engine.kept, options)] : [];
  const { environment, registry } = options;
  const repository = cacheOf(settingsIn(engine.snapshot.text(SETTINGS_FILE)), environment, registry);
  return repository ? [...machine, await pruneRegistry(engine, repository, options)] : machine;
}

async function pruneMachine(kept: NonNullable<Engine["kept"]>, options: PruneOptions): Promise<Pruned> {
  const plan = planPruning(await kept.list(), options, today());
  const busy = options.dryRun ? [] : await kept.remove(plan.goes, plan.stays);
  return told(kept.place, plan, busy.length ? `${busy.length} are in use: ${busy.join(", ")}` : undefined);
}

async function pruneRegistry(engine: Engine, repository: string, options: PruneOptions): Promise<Pruned> {
  const publisher = await publisherFor(engine, [hostOf(repository)]);
  const { environments } = await readRepository(engine);
  const released = await releasedLayers(engine, environments, options.registry);
  const entries = await heldEntries(publisher, repository, released);
  const plan = planPruning(entries, options, today());
  if (options.dryRun) return told(repository, plan);
  return told(repository, plan, await removeEntries(publisher, repository, plan, entries));
}

function told(place: string, { goes, freedBytes, keptBytes }: Pruning, refused?: string): Pruned {
  return { place, count: goes.length, freedBytes, keptBytes, ...(refused && { refused }) };
}
