import { isDebian } from "../bases/addresses.ts";
import { entryKey } from "../cache/keys.ts";
import { foreignImages } from "../dockerfile/foreign-images.ts";
import type { Engine } from "../engine.ts";
import { keyOf, type PlannedService } from "../pipeline/plan.ts";

const known = new WeakMap<PlannedService, Promise<string | undefined>>();

/**
 * The key of a plan's entry in the shared cache; undefined where it starts from an image whose tag may name another one
 * on the next machine: `call pin` writes their digests to `bases.lock`.
 */
export function keyOfEntry(engine: Engine, planned: PlannedService): Promise<string | undefined> {
  const key = known.get(planned) ?? computed(engine, planned);
  known.set(planned, key);
  return key;
}

async function computed(engine: Engine, planned: PlannedService): Promise<string | undefined> {
  if (!foreignImages(planned.stages).every(isFixed)) return undefined;
  const { service } = planned;
  return entryKey(keyOf(planned, await engine.contents(service), await engine.platform()));
}

/** Whether an address names the same image on every machine. */
export function isFixed(address: string): boolean {
  return address.includes("@sha256:") || isDebian(address);
}
