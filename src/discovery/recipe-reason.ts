import { copiedBy } from "../detection/recipe/build-context.ts";
import { join } from "../files/paths.ts";
import { excludedBy } from "./excluded-directories.ts";
import type { Finding } from "./findings.ts";
import { isBelow, isWithin, upwardsOf } from "./locations.ts";
import { called, type Surroundings } from "./reasons.ts";
import type { FoundRecipe } from "./recipes.ts";

/** Why a Dockerfile makes no service of its own: what it makes is a program that is built without it. */
export function recipeReason(
  recipe: FoundRecipe,
  { snapshot, programs, declared }: Surroundings,
): string | undefined {
  const { context, file, isNamed } = recipe;
  const directory = join(file, "..");
  const aside = excludedBy(directory);
  if (aside && !(aside.unlessNamed && isNamed)) return aside.reason;
  const made = programs
    .at([context, ...upwardsOf(directory)])
    .find((program) => isMadeBy(program, recipe, directory));
  if (made) return `makes ${called(made.directory)}, which is built without it`;
  if (isNamed || (context === directory && context !== ".")) return undefined;
  if (context === "." && declared.size) return "services are in directories of their own";
  const sources = copiedBy(snapshot, file).map((source) => join(context, source));
  const copied = programs.all.find(({ directory: each }) =>
    sources.some((source) => isWithin(each, source) || isWithin(source, each)),
  );
  return copied && `copies ${copied.directory}, which is found itself`;
}

/** Why a program that no base can build is no service: a Dockerfile around it builds it. */
export function leftReason({ directory, detection }: Finding, recipes: FoundRecipe[]): string | undefined {
  const around = detection.leftToRecipe && recipes.find(({ file }) => isBelow(directory, join(file, "..")));
  return around ? `a part of ${called(join(around.file, ".."))}, whose Dockerfile builds it` : undefined;
}

/** It lies where the program, or one of its entry points, does, or copies the program's directory. */
function isMadeBy(program: Finding, { context }: FoundRecipe, directory: string): boolean {
  if ([directory, context].includes(program.directory)) return true;
  const entries = program.programs.map(({ from }) => join(program.directory, from));
  return isBelow(directory, program.directory) && entries.some((entry) => isWithin(entry, directory));
}
