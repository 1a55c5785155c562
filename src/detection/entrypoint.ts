import type { Snapshot } from "../files/snapshot.ts";
import { suggestion } from "../yaml/nearest.ts";
import type { Detector } from "./detection.ts";

/** What is wrong with an entry point that the service's files don't have. */
export function entrypointFault(
  { entrypoint: kind }: Pick<Detector, "entrypoint">,
  entrypoint: string,
  tree: Snapshot,
): { message: string; hint?: string } | undefined {
  const [first, ...others] = kind?.places?.(entrypoint, tree) ?? [];
  if (!first || [first, ...others].some((place) => exists(tree, place))) return undefined;
  const message = `entrypoint: ${tree.directory === "." ? "the repository" : tree.directory} has no ${first}`;
  const names = new Set(first.endsWith("/") ? tree.paths.map(directoryOf) : tree.paths);
  const hint = suggestion(first, [...names]);
  return { message, hint: hint?.startsWith("did") ? hint : undefined };
}

function exists(tree: Snapshot, place: string): boolean {
  return place.endsWith("/") ? tree.hasDirectory(place.slice(0, -1)) : tree.has(place);
}

function directoryOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "./";
}
