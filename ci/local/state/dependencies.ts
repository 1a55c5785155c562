import { writeFile } from "node:fs/promises";
import { isRecordOf, isText } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { markUsed, placeFile, readJsonFile } from "../process/files.ts";

/** Identifiers of the images that a stage `dependencies` was made on here, by name; undefined where it wasn't. */
export async function rememberedDependencies(key: string): Promise<Record<string, string> | undefined> {
  const bases = await readJsonFile(dependenciesNote(key), isBases);
  if (bases) await markUsed(dependenciesNote(key));
  return bases;
}

/** Remembers that a builder here has the steps of it. */
export function rememberDependencies(key: string, bases: Record<string, string>): Promise<void> {
  return placeFile(dependenciesNote(key), (path) => writeFile(path, JSON.stringify(bases)));
}

/** Remembers that one which was pulled is used today. */
export function rememberTaken(key: string): Promise<void> {
  return placeFile(takenNote(key), (path) => writeFile(path, ""));
}

function dependenciesNote(key: string): string {
  return cacheDir("dependencies", `${key}.json`);
}

/** The file whose date says when dependencies that were pulled were used last. */
export function takenNote(key: string): string {
  return cacheDir("dependencies", `${key}.taken`);
}

function isBases(value: unknown): value is Record<string, string> {
  return isRecordOf(value, isText);
}
