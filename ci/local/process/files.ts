import { readFile, rename, rm, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { type Shape, untrustedJson } from "../../../src/untrusted-json.ts";
import { makeDirectory } from "./directories.ts";
import { scratchPath } from "./scratch.ts";

/** A JSON file of ours; undefined where it isn't there, or damaged: what is kept here can be made again. */
export async function readJsonFile<T>(path: string, has: Shape<T>): Promise<T | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : untrustedJson(text, has);
}

/** Writes beside, then renames: readers see the whole file or none. */
export async function placeFile(path: string, write: (path: string) => Promise<void>): Promise<void> {
  const temporary = await scratchPath();
  await write(temporary);
  makeDirectory(dirname(path));
  await rename(temporary, path);
  await rm(temporary, { force: true });
}

/** Notes on a file that it was used now: what nothing uses is pruned. */
export async function markUsed(path: string): Promise<void> {
  await utimes(path, new Date(), new Date()).catch(() => undefined);
}
