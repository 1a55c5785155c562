import { readFileSync } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { type BasesFrom, isDebian } from "../../../src/bases/addresses.ts";
import type { PlannedBase } from "../../../src/pipeline/plan.ts";
import type { Values } from "../arguments.ts";
import type { Builder } from "../builders/builder.ts";
import { ensureTools } from "../builders/engine.ts";
import { placeFile } from "../images/store.ts";
import type { Progress } from "../output/progress.ts";
import { cacheDir } from "../paths.ts";
import type { Source } from "../source/source.ts";
import { ensureDebianBase } from "./bases.ts";
import { reaches } from "./reach.ts";

const MEMORY = cacheDir("bases-from");

/**
 * Where bases come from: as asked; else the registry, and Debian packages where the registry can't be
 * reached and some base is not on this machine. Says so in one line when it falls back.
 *
 * @throws a `Failure` (exit 2) where the registry answers that it won't give a base.
 */
export async function whereBasesComeFrom(
  values: Values,
  source: Source,
  wanted: () => PlannedBase[],
  present: Map<string, string>,
  progress: Progress,
): Promise<BasesFrom> {
  if (values.bases) return values.bases as BasesFrom;
  const missing = wanted().find(({ address }) => !present.has(address));
  if (values.frozen || missing === undefined) return remember("registry");
  if (await fellBackLately()) return "debian";
  if (await reaches(missing, source)) return remember("registry");
  progress.note(
    `bases: debian (the registry of ${missing.address} can't be reached; --bases registry insists)`,
  );
  return remember("debian");
}

/** What the last build chose: a plan asks nobody. */
export function rememberedBases(values: Values): BasesFrom {
  if (values.bases) return values.bases as BasesFrom;
  try {
    return readFileSync(MEMORY, "utf8") === "debian" ? "debian" : "registry";
  } catch {
    return "registry";
  }
}

async function remember(from: BasesFrom): Promise<BasesFrom> {
  await placeFile(MEMORY, (path) => writeFile(path, from));
  return from;
}

const AN_HOUR = 3_600_000;

/** A registry that could not be reached is not asked again for an hour. */
async function fellBackLately(): Promise<boolean> {
  if (rememberedBases({}) !== "debian") return false;
  return Date.now() - (await stat(MEMORY)).mtimeMs < AN_HOUR;
}

const making = new Map<string, Promise<unknown>>();

/** Makes the Debian bases that are not there yet, each once; registry bases are pulled by the builder. */
export async function ensureBases(
  bases: PlannedBase[],
  builder: Builder,
  present: Map<string, string>,
  progress: Progress,
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
  progress: Progress,
) {
  const { cached } = await ensureDebianBase(name, version, progress.note);
  if (!cached || !present.has(address)) await builder.adopt(address);
}
