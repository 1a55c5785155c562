import { existsSync, realpathSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { badInput } from "../../../src/failure.ts";
import { smallText } from "./small-text.ts";

/**
 * Refuses a link among a repository's own files that leads to a file of another name. Git quotes what it can't
 * read, so somebody's archive could have it print a file of this machine. Tools that share a repository among
 * working trees link each file to its like.
 */
export function refuseDisguise(path: string): void {
  const target = realpathSync(path);
  if (basename(target) === basename(path)) return;
  throw badInput(`${path} is a link to a file that git doesn't keep there`, "clone anew");
}

/** As deep as git follows them. */
const DEEPEST = 5;

/** The files by which a store of objects names other ones, and those theirs. */
export function alternatesOf(objects: string, depth = 0): string[] {
  const path = join(objects, "info/alternates");
  if (depth > DEEPEST || !existsSync(path)) return [];
  const named = (smallText(path) ?? "").split("\n").filter((line) => line && !line.startsWith("#"));
  return [path, ...named.flatMap((line) => alternatesOf(resolve(objects, line), depth + 1))];
}
