import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheDir } from "../paths.ts";
import { makeDirectory } from "./directories.ts";
import { RUN_MARKER } from "./run-marker.ts";

const ROOT = cacheDir("scratch");
const OWN = join(ROOT, RUN_MARKER);

process.once("exit", () => rmSync(OWN, { recursive: true, force: true }));

/** A path for something unfinished, on the file system of the cache, so that it can be renamed into it. */
export async function scratchPath(): Promise<string> {
  makeDirectory(OWN);
  return join(OWN, randomUUID());
}

/** Lends a directory to some work. */
export async function inScratch<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await scratchPath();
  await mkdir(directory);
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Directories of processes with such a mark. */
export async function leftScratch(whose: (mark: string) => boolean): Promise<string[]> {
  const marks = await readdir(ROOT).catch(() => []);
  return marks.filter(whose).map((mark) => join(ROOT, mark));
}
