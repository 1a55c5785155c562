import { guessedContext } from "../../detection/recipe/build-context.ts";
import { builds } from "../../discovery/deployments/table.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";

/**
 * The directory that a Dockerfile copies from, where that isn't the service's own: what a compose file, or another of its
 * kind, says, else the nearest that has all that it copies.
 *
 * @param file the Dockerfile, relative to the service's directory.
 */
export function contextFact(tree: Snapshot, file: string): Fact | undefined {
  const path = join(tree.directory, file);
  const said = builds(tree.root).find((build) => build.file === path);
  const value = said?.context ?? guessedContext(tree.root, path);
  if (value === undefined || value === tree.directory) return undefined;
  return { field: "context", value, from: relative(tree.directory, said?.from ?? path) };
}
