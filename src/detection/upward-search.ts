import { glob } from "../files/globs.ts";
import { join, relative } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";

/** A file in the service's directory or above it. */
export interface FoundFile {
  /** The directory that holds it. */
  tree: Snapshot;
  file: string;
  /** The file as seen from the service: `../../go.work`. */
  from: string;
  /** The file relative to the source root. */
  path: string;
}

/** The service's directory, then those above it up to the source root. */
export function upwards(tree: Snapshot): Snapshot[] {
  return [tree, ...tree.above()];
}

/** Every file of one of these names in the directories, in their order. */
export function filesIn(trees: Snapshot[], start: Snapshot, files: string[]): FoundFile[] {
  return trees.flatMap((tree) =>
    files
      .filter((file) => tree.has(file))
      .map((file) => ({ tree, file, from: seenFrom(start, tree, file), path: join(tree.directory, file) })),
  );
}

/** A file of one directory as seen from another that lies in it. */
export function seenFrom(start: Snapshot, tree: Snapshot, file: string): string {
  return relative(start.directory, join(tree.directory, file));
}

/** Tells the directories that a workspace's patterns cover: `services/*`, `packages/**`, `!packages/old`. */
export function covering(patterns: string[]): (directory: string) => boolean {
  const isExcluded = (pattern: string) => pattern.startsWith("!");
  const whole = (pattern: string) => glob(join(".", pattern));
  const included = patterns.filter((pattern) => !isExcluded(pattern)).map(whole);
  const excluded = patterns.filter(isExcluded).map((pattern) => whole(pattern.slice(1)));
  const isOneOf = (directory: string, all: typeof included) => all.some((matches) => matches(directory));
  return (directory) => isOneOf(directory, included) && !isOneOf(directory, excluded);
}
