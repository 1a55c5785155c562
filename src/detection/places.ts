import { join, relative } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";

/** A file in the service's directory or above it. */
export interface Place {
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
export function places(trees: Snapshot[], start: Snapshot, files: string[]): Place[] {
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
  const included = patterns.filter((pattern) => !isExcluded(pattern)).map(globOf);
  const excluded = patterns.filter(isExcluded).map((pattern) => globOf(pattern.slice(1)));
  const match = (globs: RegExp[], directory: string) => globs.some((glob) => glob.test(directory));
  return (directory) => match(included, directory) && !match(excluded, directory);
}

function globOf(pattern: string): RegExp {
  const escaped = join(".", pattern).replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  const body = escaped.replace(/\*\*\/?|\*/g, (stars) => (stars.startsWith("**") ? ".*" : "[^/]*"));
  return new RegExp(`^${body}$`);
}
