import { isDebian } from "../bases/addresses.ts";
import type { Built, Engine, Parent, Parents } from "../engine.ts";
import { onDependencies } from "../pipeline/dependency-layer.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import { baseOf, dependenciesOf } from "./parent-keys.ts";
import type { SharedCache } from "./shared-cache.ts";

/**
 * Builds a plan on what other machines made of it: its dependencies, and its bases of Debian packages. What they hadn't is
 * made here and, where the cache is written, put there beside the builds that follow.
 *
 * @throws a `Failure` where a step fails.
 */
export async function buildOnParents<Image>(
  engine: Engine<Image>,
  planned: PlannedService,
  shared: SharedCache | undefined,
): Promise<Built<Image>> {
  const { parents } = engine;
  if (!parents || !shared || (parents.onRequest && !shared.isRequested)) return engine.build(planned);
  const dependencies = await dependenciesOf(engine, planned);
  const from = dependencies && (await hadOrTaken(parents, dependencies, shared));
  const plan = from === undefined ? planned : onDependencies(planned, from);
  const bases = await basesOf(engine, plan);
  await Promise.all(bases.map((base) => hadOrTaken(parents, base, shared)));
  const built = await engine.build(plan);
  if (dependencies && from === undefined) await parents.made(dependencies);
  for (const parent of [...bases, ...(dependencies ? [dependencies] : [])]) shared.parents.write(parent);
  return built;
}

/** What a build on dependencies that were taken left here before. */
export async function foundOnParents<Image>(
  engine: Engine<Image>,
  planned: PlannedService,
): Promise<Built<Image> | undefined> {
  const dependencies = engine.find && engine.parents && (await dependenciesOf(engine, planned));
  if (!dependencies || (await engine.parents?.has(dependencies)) !== "taken") return undefined;
  return engine.find?.(onDependencies(planned, dependencies.address));
}

/** The address by which a build starts from one that was taken; undefined where builds here make it, or have made it. */
async function hadOrTaken(
  parents: Parents,
  parent: Parent,
  shared: SharedCache,
): Promise<string | undefined> {
  const here = await parents.has(parent);
  if (here) return here === "taken" ? parent.address : undefined;
  return shared.parents.take(parent, (remote) => parents.take(parent, remote));
}

function basesOf(engine: Engine, planned: PlannedService): Promise<Parent[]> {
  const debian = planned.bases.filter(({ address }) => isDebian(address));
  return Promise.all(debian.map((base) => baseOf(engine, planned, base)));
}
