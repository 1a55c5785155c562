import { utimes, writeFile } from "node:fs/promises";
import { isRecordOf, isText } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { placeFile, readJsonFile } from "../process/files.ts";

/** Identifiers of the images that a stage `dependencies` was made on here, by name; undefined where it wasn't. */
export async function rememberedDependencies(key: string): Promise<Record<string, string> | undefined> {
  const bases = await readJsonFile(place(key), isBases);
  if (bases) await utimes(place(key), new Date(), new Date()).catch(() => undefined);
  return bases;
}

/** Remembers that a builder here has the steps of it. */
export function rememberDependencies(key: string, bases: Record<string, string>): Promise<void> {
  return placeFile(place(key), (path) => writeFile(path, JSON.stringify(bases)));
}

function place(key: string): string {
  return cacheDir("dependencies", `${key}.json`);
}

function isBases(value: unknown): value is Record<string, string> {
  return isRecordOf(value, isText);
}
