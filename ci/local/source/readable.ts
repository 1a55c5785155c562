import { lstatSync, readFileSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { badInput } from "../../../src/report/failure.ts";

/** Whether it is something to read: sockets, queues and devices are not. */
export function isReadable(found: Pick<Stats, "isFile" | "isSymbolicLink">): boolean {
  return found.isFile() || found.isSymbolicLink();
}

/** What is at a path of the source root, if anything. @throws as {@link reading}. */
export function statOf(root: string, path: string): Stats | undefined {
  return reading(path, () => unlessNowhere(() => lstatSync(join(root, path))));
}

/** The text of a file; undefined where a link leads to none. @throws as {@link reading}. */
export function textOf(root: string, path: string): string | undefined {
  const file = join(root, path);
  const isFile = () => statSync(file).isFile();
  return reading(path, () => unlessNowhere(() => (isFile() ? readFileSync(file, "utf8") : undefined)));
}

/** Reads something of the source root. @throws a `Failure` (exit 2) that names the path where that can't be done. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
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
