import type { Copied, ImageStage } from "../../dockerfile/image.ts";
import { globs } from "../../files/globs.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { upwards } from "../upward-search.ts";

/** The directory that a recipe copies from: the nearest one, from the service's up, that has most of it. */
export function contextOf(tree: Snapshot, stages: ImageStage[]): Snapshot {
  const sources = stages.flatMap(({ copies }) => copies.filter(isOwn).flatMap(({ sources }) => sources));
  const [best] = upwards(tree)
    .map((context) => ({ context, has: sources.filter((source) => found(context, source).length).length }))
    .sort((a, b) => b.has - a.has);
  return best?.context ?? tree;
}

/** Copied from the context: neither from a stage or an image, nor fetched; where is known. */
export function isOwn({ from, sources }: Copied): boolean {
  return from === undefined && !sources.some((source) => isFetched(source) || source.includes("$"));
}

/** Read from a server. */
export function isFetched(source: string): boolean {
  return /^[\w+.-]+:\/\/|^git@/.test(source);
}

/** Files and directories of a context that a `COPY` names: several where it is a pattern. */
export function found(context: Snapshot, source: string): string[] {
  const path = join(".", source.replace(/^\/+/, "") || ".");
  if (!/[*?[]/.test(path)) return context.has(path) || context.hasDirectory(path) ? [path] : [];
  const depth = path.split("/").length;
  const matches = globs([path.replace(/\[[^\]]*\]/g, "?")]);
  const all = context.paths.filter(matches).map((file) => file.split("/").slice(0, depth).join("/"));
  return [...new Set(all)];
}
