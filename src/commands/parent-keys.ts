import { DEPENDENCIES_PLACE } from "../bases/addresses.ts";
import { debianDefinition } from "../bases/debian.ts";
import { entryKey } from "../cache/keys.ts";
import { foreignImages } from "../dockerfile/foreign-images.ts";
import type { Engine, Parent } from "../engine.ts";
import { asksAgent, secretsOf } from "../git-access.ts";
import { languageNamed } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { dependencyLayer, untilDependencies } from "../pipeline/dependency-layer.ts";
import type { PlannedBase, PlannedService } from "../pipeline/plan.ts";
import { isFixed } from "./entry-key.ts";

/**
 * The dependencies of a plan, where machines share them. Those that were fetched with a secret, or as whoever calls, are the service's alone: who
 * reads the cache needn't know it.
 */
export async function dependenciesOf(engine: Engine, planned: PlannedService): Promise<Parent | undefined> {
  const { declared, platform } = planned;
  if (platform || isPrivate(declared) || !languageNamed(declared.language).sharesDependencies)
    return undefined;
  const layer = dependencyLayer(planned);
  if (!layer?.sources.every((path) => isThere(engine, path))) return undefined;
  const until = untilDependencies(planned);
  if (!foreignImages(until.stages).every(isFixed)) return undefined;
  const [path = "", ...inputs] = layer.sources;
  const contents = await engine.contents({ path, inputs });
  const key = entryKey(JSON.stringify(["dependencies", await engine.platform(), layer.recipe, contents]));
  return { kind: "dependencies", key, address: `${DEPENDENCIES_PLACE}:${key}`, planned: until };
}

/** A base of Debian packages, as machines share it. */
export async function baseOf(engine: Engine, planned: PlannedService, base: PlannedBase): Promise<Parent> {
  const definition = debianDefinition(base.name, base.version);
  const mirror = engine.parents?.mirror ?? "";
  const key = entryKey(JSON.stringify(["base", await engine.platform(), mirror, definition]));
  return { kind: "base", key, address: base.address, planned, base };
}

function isPrivate(service: Microservice): boolean {
  return secretsOf(service).length > 0 || asksAgent(service);
}

/** What a Dockerfile spells otherwise than the file system is none of these, and isn't shared. */
function isThere({ snapshot }: Engine, path: string): boolean {
  return snapshot.has(path) || snapshot.under(path).paths.length > 0;
}
