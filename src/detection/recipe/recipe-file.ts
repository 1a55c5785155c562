import type { Snapshot } from "../../files/snapshot.ts";
import { recipeElsewhere } from "./elsewhere.ts";

/** Names of container recipes, the usual one first. */
export const RECIPES = [
  ...["Dockerfile", "Containerfile", "Dockerfile.prod", "Dockerfile.production"],
  ...["prod.Dockerfile", "production.Dockerfile"],
];

/** The recipe that makes a service's image, relative to its directory: its own, or one elsewhere that builds it. */
export function recipeFile(tree: Snapshot): string | undefined {
  return RECIPES.find((name) => tree.has(name)) ?? recipeElsewhere(tree);
}
