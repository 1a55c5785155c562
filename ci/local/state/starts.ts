import { writeFile } from "node:fs/promises";
import type { StartCheck } from "../../../src/report/result.ts";
import { isListOf, isObject, isText } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { placeFile, readJsonFile } from "../process/files.ts";

/** Changes when images are looked at otherwise than before: what was found earlier doesn't count then. */
const FORM = 2;

/** How the start of an image went, by which a builder knows it; undefined where it was never tried. */
export function rememberedStart(image: string): Promise<StartCheck | undefined> {
  return readJsonFile(place(image), isStartCheck);
}

/** Remembers it: an image of the same identifier is the same in everything that starts. */
export function rememberStart(image: string, check: StartCheck): Promise<void> {
  return placeFile(place(image), (path) => writeFile(path, JSON.stringify(check)));
}

function place(image: string): string {
  return cacheDir("starts", `${FORM}-${image.replace(/\W/g, "-")}.json`);
}

function isStartCheck(value: unknown): value is StartCheck {
  return isObject(value) && isText(value.how) && isText(value.said) && isListOf(value.warnings, isText);
}
