import { writeFile } from "node:fs/promises";
import type { ServiceResult } from "../../src/report/result.ts";
import { cacheDir } from "./paths.ts";
import { placeFile, readJson } from "./store.ts";

const FILE = cacheDir("durations.json");

/** How long each service's last real build took, in milliseconds: slow ones start first. */
export async function expectedDurations(): Promise<Record<string, number>> {
  return (await readJson(FILE)) ?? {};
}

/** Remembers how long builds took; cached ones say nothing. */
export async function rememberDurations(results: ServiceResult[]): Promise<void> {
  const built = results.filter(({ status }) => status === "built");
  if (!built.length) return;
  const durations = Object.fromEntries(built.map(({ name, durationMs }) => [name, durationMs ?? 0]));
  const all = { ...(await expectedDurations()), ...durations };
  await placeFile(FILE, (path) => writeFile(path, JSON.stringify(all)));
}
