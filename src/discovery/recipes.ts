import { guessedContext } from "../detection/recipe/build-context.ts";
import { WORKSHOP } from "../detection/recipe/elsewhere.ts";
import { RECIPES } from "../detection/recipe/recipe-file.ts";
import { join, relative } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Build } from "./deployments/deployment.ts";
import type { Finding } from "./findings.ts";
import type { PassedOver } from "./locations.ts";
import { directoryName } from "./names.ts";

/** A Dockerfile that makes a service where no program does. */
export interface FoundRecipe {
  /** The directory that it copies from, and the file, relative to the source root. */
  context: string;
  file: string;
  /** What its directory calls the service, or the deployment file that names it. */
  name?: string;
  /** A deployment file says that it is built. */
  isNamed: boolean;
  /** Where that was read: the file itself, or the deployment file. */
  from: string;
  language: string;
}

/** The Dockerfiles that are found, or that deployment files name, each with the directory that it copies from. */
export function recipesOf(
  snapshot: Snapshot,
  findings: Finding[],
  images: Build[],
  language: string,
): { recipes: FoundRecipe[]; passedOver: PassedOver[] } {
  const recipes = new Map<string, FoundRecipe>();
  for (const { context, file, name, from } of images) {
    const directory = join(file, "..");
    if (recipes.has(file) || WORKSHOP.test(file.slice(directory.length))) continue;
    const own = directory === context ? undefined : directoryName(directory);
    const isUsual = context !== "." && RECIPES.includes(relative(context, file));
    const shared = own && [...recipes.values()].some((each) => each.context === context && each.name === own);
    recipes.set(file, {
      context,
      file,
      name: (shared ? name : own) ?? (isUsual ? undefined : name),
      isNamed: true,
      from,
      language,
    });
  }
  const passedOver: PassedOver[] = [];
  for (const { directory, rank, detection } of findings) {
    const file = join(directory, detection.manifest);
    if (rank !== "recipe" || recipes.has(file)) continue;
    const context = guessedContext(snapshot, file);
    if (context === undefined)
      passedOver.push({ directory, reason: `what ${detection.manifest} copies is made elsewhere` });
    else {
      const name = context === directory ? undefined : directoryName(directory);
      recipes.set(file, { context, file, name, isNamed: false, from: file, language });
    }
  }
  return { recipes: [...recipes.values()], passedOver };
}
