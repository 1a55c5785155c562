import { readFileSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { BasesFrom } from "../../../src/bases/addresses.ts";
import { cacheDir } from "../paths.ts";
import { placeFile } from "../process/files.ts";

const MEMORY = cacheDir("bases-from");

/** Where the last build's bases came from, and when that was decided. */
export function rememberedBases(): { from: BasesFrom; at: number } | undefined {
  try {
    const from = readFileSync(MEMORY, "utf8");
    const isKnown = from === "debian" || from === "registry";
    return isKnown ? { from, at: statSync(MEMORY).mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

export function rememberBases(from: BasesFrom): Promise<void> {
  return placeFile(MEMORY, (path) => writeFile(path, from));
}
