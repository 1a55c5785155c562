import type { Snapshot } from "../../files/snapshot.ts";
import { isLower } from "../../manifests/version-order.ts";
import type { Fact } from "../../microservice.ts";
import { type Recipe, recipeOf } from "./recipe.ts";

/**
 * With the version of the public image that the service's own Dockerfile starts from, where manifests name none: what
 * the service was tried with. One below the lowest that they admit, or that there is no base for, says nothing.
 *
 * @param image its name without a registry: `node`.
 * @param known versions that there are bases for; how many numbers they have is how many count.
 */
export function withRecipeVersion(tree: Snapshot, facts: Fact[], image: string, known: string[]): Fact[] {
  if (facts.some(({ field }) => field === "version")) return facts;
  const recipe = recipeOf(tree);
  const found = recipe && baseVersion(recipe, image, known);
  const minimum = facts.find(({ field }) => field === "minimumVersion")?.value;
  const isBelow = found && minimum !== undefined && isLower(String(found.value), String(minimum));
  return found && !isBelow ? [found] : facts;
}

/** The last stage from such an image counts: nearer to what runs. */
function baseVersion({ file, stages }: Recipe, image: string, known: string[]): Fact | undefined {
  const parts = known[0]?.split(".").length ?? 1;
  for (const { base, line } of stages.toReversed()) {
    const [, name, tag = ""] = /^(?:[^@]*\/)?([\w-]+):([\d.]+)/.exec(base) ?? [];
    const version = tag.split(".").slice(0, parts).join(".");
    if (name === image && known.includes(version))
      return { field: "version", value: version, from: `${file}:${line}` };
  }
  return undefined;
}
