import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";

/** An image that a deployment file builds. */
export interface Build {
  /** The directory that its Dockerfile copies from, relative to the source root. */
  context: string;
  /** Its Dockerfile, relative to the source root. */
  file: string;
  /** What the file calls it. */
  name?: string;
  /** Where the file says so, relative to the source root: `compose.yaml:7`. */
  from: string;
}

/** A kind of file that says which images are built. */
export interface Deployment {
  /** The names that such files have, as globs. */
  names: string[];
  /** The images that one builds, as far as it can be read as data. @param file relative to the source root. */
  builds(snapshot: Snapshot, file: string): Build[];
}

/** What a file says of one image; paths as it says them. */
export interface ImageReference {
  context: string | undefined;
  /** Relative to the context; `Dockerfile` by default. */
  dockerfile?: string;
  name?: string;
  line?: number;
}

/** The image that a file means: none where its context is not in the repository. */
export function buildsOf(
  snapshot: Snapshot,
  file: string,
  { context, dockerfile, name, line }: ImageReference,
): Build[] {
  if (context === undefined || /:\/\/|^git@|[$\n]/.test(`${context}${dockerfile ?? ""}`)) return [];
  // Some tools take paths from the file's directory, some from where they are called.
  const found = [join(join(file, ".."), context), join(".", context)].find((path) =>
    snapshot.hasDirectory(path),
  );
  if (found === undefined) return [];
  const recipe = [dockerfile ?? ["Dockerfile", "Containerfile"]].flat().map((path) => join(found, path));
  const there = recipe.find((path) => snapshot.has(path));
  return there ? [{ context: found, file: there, name, from: line ? `${file}:${line}` : file }] : [];
}

/** The first line that matches, from 1. */
export function lineWhere(text: string, isIt: (line: string) => boolean): number | undefined {
  const index = text.split("\n").findIndex(isIt);
  return index < 0 ? undefined : index + 1;
}
