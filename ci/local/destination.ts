import { accessSync, constants, existsSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { badInput } from "../../src/report/failure.ts";

/**
 * @param example name of a file, for the hint.
 * @throws a `Failure` (exit 2), before any work, where no file can be written there afterwards.
 */
export function refuseNoFile(flag: string, path: string, example: string): void {
  if (existsSync(path) && statSync(path).isDirectory())
    throw badInput(`${flag} ${path}: it is a directory`, `name a file in it: ${flag} ${join(path, example)}`);
  refuseWayTo(flag, path, dirname(resolve(path)));
}

/** @throws a `Failure` (exit 2), before any work, where no directory is or can be made. */
export function refuseNoDirectory(flag: string, path: string): void {
  if (existsSync(path) && !statSync(path).isDirectory())
    throw badInput(`${flag} ${path}: it is a file`, "name a directory: one that isn't there is made");
  refuseWayTo(flag, path, resolve(path));
}

/** Directories that aren't there are made, in the first one that is. */
function refuseWayTo(flag: string, path: string, wanted: string): void {
  let there = wanted;
  while (!existsSync(there)) there = dirname(there);
  if (!statSync(there).isDirectory())
    throw badInput(
      `${flag} ${path}: ${there} is a file`,
      "name a path whose directory is there or can be made",
    );
  try {
    accessSync(there, constants.W_OK);
  } catch {
    throw badInput(`${flag} ${path}: ${there} can't be written to`, "name a path in a directory of yours");
  }
}

/** Writes a file that was asked for, and the directories on its way. */
export async function writeTo(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw badInput(`can't write ${path}: ${(error as Error).message}`, "name another path");
  }
}
