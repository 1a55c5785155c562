import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { badInput, Failure } from "../../../src/failure.ts";
import { OUTSIDE, resolveLinks } from "./links.ts";
import { plainTextAt, textAt } from "./safe-read.ts";

/** Whether it is something to read: sockets, queues and devices are not. */
export function isReadable(found: Pick<Stats, "isFile" | "isSymbolicLink">): boolean {
  return found.isFile() || found.isSymbolicLink();
}

/** What is at a path of the source root, if anything. @throws as {@link reading}. */
export function statOf(root: string, path: string): Stats | undefined {
  return reading(path, () => unlessNowhere(() => lstatSync(join(root, path))));
}

/**
 * The text of a file; undefined where a link leads to none.
 *
 * @param isSource whether a path is one of the source root's files: a link may lead to no other one, as what git
 * ignores is nobody's to show.
 * @throws as {@link reading}; a `Failure` (exit 2) where a link leads anywhere else.
 */
export function sourceText(
  root: string,
  path: string,
  isSource: (path: string) => boolean,
): string | undefined {
  return reading(path, () => plainTextAt(root, path)) ?? linkedText(root, path, isSource);
}

function linkedText(root: string, path: string, isSource: (path: string) => boolean): string | undefined {
  const target = reading(path, () => resolveLinks(root, path));
  if (target === undefined) return undefined;
  if (target === OUTSIDE)
    throw badInput(`${path} is a link that leads out of the repository`, "put a file there");
  if (!isSource(target) && !statOf(root, target)?.isDirectory())
    throw badInput(
      `${path} is a link to ${target}, which is none of the repository's files`,
      "put a file there",
    );
  return reading(path, () => unlessNowhere(() => textAt(root, target)));
}

/** Reads something of the source root. @throws a `Failure` (exit 2) that names the path where that can't be done. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { message } = error as Error;
    const [, why = message] = /^[A-Z]+: (.*?), /.exec(message) ?? [];
    throw badInput(`${path}: can't be read: ${why}`, "make it readable, or remove it");
  }
}

/** Nothing is there, or a link leads there or to itself. */
const NOWHERE = ["ENOENT", "ENOTDIR", "ELOOP"];

function unlessNowhere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (NOWHERE.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
