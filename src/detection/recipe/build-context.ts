import { imageStages } from "../../dockerfile/image.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { isFetched } from "./context.ts";

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

/** A directory is nothing to copy where it holds only recipes: `docker/api` isn't the `api` of `docker/api/Dockerfile`. */
function isIn(tree: Snapshot, source: string): boolean {
  if (tree.has(source)) return true;
  return tree.under(source).paths.some((path) => !/dockerfile|containerfile|\.dockerignore/i.test(path));
}
