import { isFetched } from "../detection/recipe/context.ts";
import { imageStages } from "../dockerfile/image.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";

/**
 * The directory that a Dockerfile copies from, where nothing says it: its own, or the nearest above that has all that it
 * names; undefined where none has: what it copies is made elsewhere.
 *
 * @param file relative to the source root.
 */
export function guessedContext(snapshot: Snapshot, file: string): string | undefined {
  const own = snapshot.under(join(file, ".."));
  const sources = copiedBy(snapshot, file);
  if (sources.some((source) => source.includes(UNKNOWN))) return undefined;
  return [own, ...own.above()].find((tree) => sources.every((source) => isIn(tree, source)))?.directory;
}

/** In a path that only an argument of the build tells. */
const UNKNOWN = "$";

/** The paths of its context that a Dockerfile copies; of patterns the directory. */
export function copiedBy(snapshot: Snapshot, file: string): string[] {
  const copies = (snapshot.parsed(file, imageStages) ?? []).flatMap(({ copies }) => copies);
  const sources = copies.flatMap(({ from, sources }) => (from === undefined ? sources : []));
  return [...new Set(sources.filter((source) => !isFetched(source)).map(plain))];
}

function plain(path: string): string {
  const parts = path.replace(/^\/+/, "").split("/");
  const wild = parts.findIndex((part) => /[*?[]/.test(part));
  return join(".", (wild < 0 ? parts : parts.slice(0, wild)).join("/"));
}

/** All of a directory is nothing where it holds only recipes. */
function isIn(tree: Snapshot, source: string): boolean {
  if (source !== ".") return tree.has(source) || tree.hasDirectory(source);
  return tree.paths.some((path) => !/dockerfile|containerfile|\.dockerignore/i.test(path));
}
