import { readFile, writeFile } from "node:fs/promises";
import { cacheDir } from "../paths.ts";
import { placeFile } from "../process/files.ts";

/** Longest text that is kept of one build, characters: its end, where a reporter counts. */
const LONGEST = 200_000;

/** What the steps of a plan with this key printed when they ran; empty where that isn't known. */
export function rememberedOutput(key: string): Promise<string> {
  return readFile(place(key), "utf8").catch(() => "");
}

/** Remembers it: a builder that has the steps in its cache prints nothing of them. */
export function rememberOutput(key: string, text: string): Promise<void> {
  return placeFile(place(key), (path) => writeFile(path, text.slice(-LONGEST)));
}

function place(key: string): string {
  return cacheDir("outputs", `${key.replace(/\W/g, "-")}.txt`);
}
