import type { Snapshot } from "../../files/snapshot.ts";
import type { Detection, Detector } from "../detection.ts";
import { fileFacts } from "./file-facts.ts";
import { lostFiles } from "./lost-files.ts";
import { extraFacts, packageFacts } from "./package-facts.ts";
import { recipeOf } from "./recipe.ts";
import { variableFacts } from "./variables.ts";
import { ignoredCommands, notBuilt } from "./warnings.ts";

/**
 * What a language reads off a service's files, and what a container's recipe among them adds.
 *
 * @param isSaid the language is the descriptor's word: then nobody needs to be told that the recipe isn't built.
 */
export function withRecipe(
  tree: Snapshot,
  { name, ownContext, carries, bare }: Pick<Detector, "name" | "ownContext" | "carries" | "bare">,
  detection: Detection,
  isSaid = false,
): Detection {
  const recipe = ownContext ? undefined : recipeOf(tree);
  if (!recipe) return detection;
  const packages = packageFacts(recipe);
  const files = carries ? fileFacts(tree, recipe) : undefined;
  // What an image of its author's holds is all that the program may look for.
  const own = files ? detection.facts.filter(({ field }) => field !== "files") : detection.facts;
  const facts = [
    ...variableFacts(recipe),
    ...packages.facts,
    ...(bare ? extraFacts(recipe) : []),
    ...(files ?? []),
  ];
  const warnings = [
    ...(isSaid ? [] : [notBuilt(recipe, detection.manifest)]),
    ...ignoredCommands(recipe),
    ...lostFiles(tree, recipe, name),
    ...packages.warnings,
  ];
  return {
    ...detection,
    facts: [...own, ...facts],
    warnings: [...(detection.warnings ?? []), ...warnings],
  };
}
