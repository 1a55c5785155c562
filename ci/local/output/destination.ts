import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { realpath, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { badInput } from "../../../src/failure.ts";
import { makeDirectory } from "../process/directories.ts";

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
  if (KERNEL.includes(statfsSync(there).type))
    throw badInput(
      `${flag} ${path}: ${there} is the kernel's: no file is kept there`,
      "name a path in a directory of yours",
    );
  try {
    accessSync(there, constants.W_OK);
  } catch {
    throw badInput(`${flag} ${path}: ${there} can't be written to`, "name a path in a directory of yours");
  }
}

/** Numbers of file systems: `proc` and `sysfs`, whatever they say of their permissions. */
const KERNEL = [0x9fa0, 0x62656572];

/** @throws a `Failure` (exit 2) where there is no terminal: a shell would wait for words that never come. */
export function refuseNoTerminal(verb: string): void {
  if (process.stdin.isTTY && process.stdout.isTTY) return;
  throw badInput(
    `${verb}: there is no terminal here`,
    "call it where you can type; --json prints what was built",
  );
}

/**
 * Writes a large file beside its name, then renames: whoever reads it there sees the whole file or the one before.
 * What is no plain file, such as a device, is written to as it is.
 */
export async function placeBeside(path: string, write: (path: string) => Promise<void>): Promise<void> {
  const target = await realpath(path).catch(() => resolve(path));
  if (existsSync(path) && !statSync(path).isFile()) return write(path);
  makeDirectory(dirname(target));
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    await write(temporary);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Writes a file that was asked for, and the directories on its way. */
export async function writeTo(path: string, text: string): Promise<void> {
  try {
    makeDirectory(dirname(resolve(path)));
    await writeFile(path, text);
  } catch (error) {
    throw badInput(`can't write ${path}: ${(error as Error).message}`, "name another path");
  }
}
