import { writeFile } from "node:fs/promises";
import { isCount, isRecordOf, ownValue } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { placeFile, readJsonFile } from "../process/files.ts";

/** What a base takes that was never made here, milliseconds. */
const USUAL = 60_000;

/** How long the last base of this name and version took to make on this machine, milliseconds. */
export async function expectedBaseTime(base: string): Promise<number> {
  return ownValue(await known(), base) ?? USUAL;
}

export async function rememberBaseTime(base: string, milliseconds: number): Promise<void> {
  const all = { ...(await known()), [base]: Math.round(milliseconds) };
  await placeFile(place(), (path) => writeFile(path, JSON.stringify(all)));
}

async function known(): Promise<Record<string, number>> {
  return (await readJsonFile(place(), (value) => isRecordOf(value, isCount))) ?? {};
}

function place(): string {
  return cacheDir("base-times.json");
}
