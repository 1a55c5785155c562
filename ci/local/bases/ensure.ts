import { isDebian } from "../../../src/bases/addresses.ts";
import type { PlannedBase } from "../../../src/pipeline/plan.ts";
import type { Builder } from "../builders/builder.ts";
import type { LocalProgress } from "../output/progress.ts";
import { ensureTools } from "../process/tools.ts";
import { expectedBaseTime, rememberBaseTime } from "../state/base-times.ts";
import { ensureDebianBase } from "./bases.ts";
import { type UnderWay, waitFor } from "./making.ts";

const all = new Map<string, { made: Promise<unknown>; making: UnderWay }>();

/**
 * Makes the Debian bases that are not there yet, each once; registry bases are pulled by the builder.
 *
 * @param service waits for them, and its progress says so.
 */
export async function ensureBases(
  service: string,
  bases: PlannedBase[],
  builder: Builder,
  present: Map<string, string>,
  progress: Pick<LocalProgress, "note" | "event">,
) {
  const debian = bases.filter(({ address }) => isDebian(address));
  if (debian.length) await ensureTools(["buildah", "mmdebstrap"]);
  for (const base of debian) {
    const one = all.get(base.address) ?? (await begin(base, builder, present, progress));
    const stage = `base ${titleOf(base)}`;
    await waitFor(one.made, one.making, (text) => progress.event(service, { kind: "step", stage, text }));
  }
}

async function begin(
  base: PlannedBase,
  builder: Builder,
  present: Map<string, string>,
  progress: Pick<LocalProgress, "note">,
) {
  const expectedMs = await expectedBaseTime(titleOf(base));
  const known = all.get(base.address);
  if (known) return known;
  const making: UnderWay = { begun: Date.now(), expectedMs };
  const one = { making, made: makeBase(base, builder, present, progress, making) };
  all.set(base.address, one);
  return one;
}

async function makeBase(
  base: PlannedBase,
  builder: Builder,
  present: Map<string, string>,
  progress: Pick<LocalProgress, "note">,
  making: UnderWay,
) {
  const { name, version, address } = base;
  const part = (text: string) => {
    making.part = text;
  };
  const { cached } = await ensureDebianBase(name, version, progress.note, { part });
  if (!cached) await rememberBaseTime(titleOf(base), Date.now() - making.begun);
  if (!cached || !present.has(address)) await builder.adopt(address);
}

function titleOf({ name, version }: PlannedBase): string {
  return [name, version].filter(Boolean).join(" ");
}
