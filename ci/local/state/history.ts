import { writeFile } from "node:fs/promises";
import { LANGUAGES } from "../../../src/languages/table.ts";
import type { Microservice } from "../../../src/microservice.ts";
import type { ServiceResult } from "../../../src/report/result.ts";
import { isRecordOf, ownValue } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { placeFile, readJsonFile } from "../process/files.ts";

const FILE = cacheDir("durations.json");

/**
 * How long each service's last real build took, in milliseconds, so that slow ones start first; of a service that
 * was never built, what its language usually takes. Undefined where neither is known.
 */
export async function expectedDurations(
  services: Pick<Microservice, "name" | "language">[],
): Promise<(number | undefined)[]> {
  const known = await knownDurations();
  return services.map(({ name, language }) => ownValue(known, name) ?? firstBuild(language));
}

function firstBuild(language: string): number | undefined {
  const seconds = LANGUAGES.find(({ name }) => name === language)?.firstBuildSeconds;
  return seconds && seconds * 1000;
}

async function knownDurations(): Promise<Record<string, number>> {
  return (await readJsonFile(FILE, isDurations)) ?? {};
}

function isDurations(value: unknown): value is Record<string, number> {
  return isRecordOf(value, (one) => typeof one === "number");
}

/** Remembers how long builds took; cached ones say nothing. */
export async function rememberDurations(results: ServiceResult[]): Promise<void> {
  const built = results.filter(({ status }) => status === "built");
  if (!built.length) return;
  const durations = Object.fromEntries(built.map(({ name, durationMs }) => [name, durationMs ?? 0]));
  const all = { ...(await knownDurations()), ...durations };
  await placeFile(FILE, (path) => writeFile(path, JSON.stringify(all)));
}
