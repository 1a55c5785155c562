import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Where a link leads that leaves the source root, if only on its way. */
export const OUTSIDE = Symbol("outside");

/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * The path that a path of a source root is by its links, relative to the root as it is; undefined where nothing is
 * there. A link that names a place from the file system's root leaves the tree, wherever it leads: in a build, and
 * on another machine, that place is another one.
 */
export function resolveLinks(root: string, path: string): string | undefined | typeof OUTSIDE {
  const parts = path.split("/");
  const at: string[] = [];
  for (let links = 0; parts.length; ) {
    const part = parts.shift() as string;
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (at.pop() === undefined) return OUTSIDE;
      continue;
    }
    const stat = lstatSync(join(root, ...at, part), { throwIfNoEntry: false });
    if (!stat || (parts.length && !stat.isDirectory() && !stat.isSymbolicLink())) return undefined;
    if (!stat.isSymbolicLink()) at.push(part);
    else {
      const target = readlinkSync(join(root, ...at, part));
      if (target.startsWith("/")) return OUTSIDE;
      if (++links > MOST_LINKS) return undefined;
      parts.unshift(...target.split("/"));
    }
  }
  return at.join("/") || ".";
}

/** What is written in links, without those that are none any more. */
export function linkTexts(root: string, paths: string[]): Map<string, string> {
  return new Map(
    paths.flatMap((path) => writtenIn(root, path).map((text): [string, string] => [path, text])),
  );
}

function writtenIn(root: string, path: string): string[] {
  try {
    return [readlinkSync(join(root, path))];
  } catch {
    return [];
  }
}
