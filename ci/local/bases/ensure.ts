import { isDebian } from "../../../src/bases/addresses.ts";
import type { PlannedBase } from "../../../src/pipeline/plan.ts";
import type { Builder } from "../builders/builder.ts";
import type { LocalProgress } from "../output/progress.ts";
import { ensureTools } from "../process/tools.ts";
import { ensureDebianBase } from "./bases.ts";

const making = new Map<string, Promise<unknown>>();

/** Makes the Debian bases that are not there yet, each once; registry bases are pulled by the builder. */
export async function ensureBases(
  bases: PlannedBase[],
  builder: Builder,
  present: Map<string, string>,
  progress: Pick<LocalProgress, "note">,
) {
  const debian = bases.filter(({ address }) => isDebian(address));
  if (debian.length) await ensureTools(["buildah", "mmdebstrap"]);
  for (const base of debian) {
    const made = making.get(base.address) ?? makeBase(base, builder, present, progress);
    making.set(base.address, made);
    await made;
  }
}

async function makeBase(
  { name, version, address }: PlannedBase,
  builder: Builder,
  present: Map<string, string>,
  progress: Pick<LocalProgress, "note">,
) {
  const { cached } = await ensureDebianBase(name, version, progress.note);
  if (!cached || !present.has(address)) await builder.adopt(address);
}
