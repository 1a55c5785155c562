import { readFile, writeFile } from "node:fs/promises";
import type { ServiceResult } from "../../src/report/result.ts";
import { cacheDir } from "./paths.ts";
import { placeFile } from "./store.ts";

const FILE = cacheDir("durations.json");

/** How long each service's last real build took, in milliseconds: slow ones start first. */
export async function expectedDurations(): Promise<Record<string, number>> {
  return JSON.parse(await readFile(FILE, "utf8").catch(() => "{}"));
}

/** Remembers how long builds took; cached ones say nothing. */
export async function rememberDurations(results: ServiceResult[]): Promise<void> {
  const built = results.filter(({ status }) => status === "built");
  if (!built.length) return;
  const durations = Object.fromEntries(built.map(({ name, durationMs }) => [name, durationMs ?? 0]));
  const all = { ...(await expectedDurations()), ...durations };
  await placeFile(FILE, (path) => writeFile(path, JSON.stringify(all)));
}
