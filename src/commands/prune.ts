import { cacheOf } from "../cache/address.ts";
import { today } from "../cache/days.ts";
import { type Limits, type Pruning, planPruning, pruningOf } from "../cache/prune.ts";
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
  /** How many went, or would go where it is only told. */
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
  const all = await kept.list();
  const plan = planPruning(all, options, today());
  if (options.dryRun) return told(kept.place, plan);
  const busy = await kept.remove(plan.goes, plan.stays);
  const done = pruningOf(all, (one) => plan.goes.includes(one) && !busy.includes(one.name));
  return told(kept.place, done, busy.length ? `${busy.length} are in use: ${busy.join(", ")}` : undefined);
}

async function pruneRegistry(engine: Engine, repository: string, options: PruneOptions): Promise<Pruned> {
  const publisher = await publisherFor(engine, [hostOf(repository)]);
  const { environments } = await readRepository(engine);
  const released = await releasedLayers(engine, environments, options.registry);
  const entries = await heldEntries(publisher, repository, released);
  const plan = planPruning(entries, options, today());
  if (options.dryRun) return told(repository, plan);
  const { gone, refused } = await removeEntries(publisher, repository, plan);
  return told(
    repository,
    pruningOf(entries, ({ digest }) => gone.has(digest)),
    refused,
  );
}

function told(place: string, { goes, freedBytes, keptBytes }: Pruning, refused?: string): Pruned {
  return { place, count: goes.length, freedBytes, keptBytes, ...(refused && { refused }) };
}
