import { join } from "./paths.ts";
import type { Snapshot } from "./snapshot.ts";

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/**
 * The path that a path of a source root is by its links, relative to the root; undefined where they end nowhere or leave
 * the root, if only on their way.
 */
export function linked(root: Snapshot, path: string): string | undefined {
  const left = path.split("/");
  let at = ".";
  for (let links = 0; left.length; ) {
    const part = left.shift() as string;
    const next = join(at, part);
    if (next.startsWith("..")) return undefined;
    const target = root.link(next);
    if (target === undefined) at = next;
    else if (target.startsWith("/") || ++links > MOST_LINKS) return undefined;
    else left.unshift(...target.split("/"));
  }
  return root.has(at) || root.hasDirectory(at) ? at : undefined;
}
