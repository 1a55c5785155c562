import { rm } from "node:fs/promises";
import type { Held } from "../../../src/cache/prune.ts";
import { cacheDir } from "../paths.ts";
import { filesIn } from "./files.ts";

/** Folders of small files that stand for themselves. What releases and last runs say isn't among them: nobody can make it again. */
const FOLDERS = ["outputs", "starts", "dependencies", "trust"];

const MARK = "file ";

/** What is remembered of builds. */
export async function heldTexts(): Promise<Held[]> {
  const files = await Promise.all(FOLDERS.map((folder) => filesIn(cacheDir(folder))));
  return files
    .flat()
    .map(({ path, bytes, used }) => ({ name: MARK + path, used, parts: [{ id: path, bytes }] }));
}

export async function removeTexts(goes: Held[]): Promise<void> {
  const paths = goes.filter(({ name }) => name.startsWith(MARK)).map(({ name }) => name.slice(MARK.length));
  await Promise.all(paths.map((path) => rm(path, { force: true })));
}
