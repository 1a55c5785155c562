import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { $ } from "zx";
import type { PlannedBase } from "../../src/pipeline/plan.ts";
import type { Values } from "./arguments.ts";
import { ensureDebianBase } from "./bases.ts";
import type { BuildTools } from "./build-service.ts";
import { ensureTools } from "./engine.ts";
import { cacheDir } from "./paths.ts";
import type { Progress } from "./progress.ts";
import type { BasesFrom } from "./session.ts";
import { placeFile } from "./store.ts";

const MEMORY = cacheDir("bases-from");

/**
 * Where bases come from: as asked; else the registry, and Debian packages where the registry can't be
 * reached and some base is not on this machine. Says so in one line when it falls back.
 */
export async function whereBasesComeFrom(
  values: Values,
  wanted: PlannedBase[],
  present: Map<string, string>,
  progress: Progress,
): Promise<BasesFrom> {
  if (values.bases) return values.bases as BasesFrom;
  if (values.frozen || wanted.every(({ address }) => present.has(address))) return remember("registry");
  const missing = wanted[0]?.address ?? "";
  if (await registryAnswers(missing)) return remember("registry");
  progress.note(`bases: debian (the registry of ${missing} can't be reached; --bases registry insists)`);
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

async function registryAnswers(address: string): Promise<boolean> {
  await ensureTools(["skopeo"]);
  const asked = $({ quiet: true, nothrow: true })`skopeo inspect --raw docker://${withoutTag(address)}`;
  return (await asked.timeout(15_000)).exitCode === 0;
}

/** skopeo takes a tag or a digest, not both. */
function withoutTag(address: string): string {
  return address.includes("@") ? address.replace(/:[^:@/]+@/, "@") : address;
}

/** Builds the Debian bases that are not there yet; registry bases are pulled by the builder. */
export async function ensureBases(
  bases: PlannedBase[],
  from: BasesFrom,
  { progress }: BuildTools,
): Promise<void> {
  if (from === "registry") return;
  if (bases.length) await ensureTools(["mmdebstrap"]);
  for (const { name, version } of bases) await ensureDebianBase(name, version, progress.note);
}
