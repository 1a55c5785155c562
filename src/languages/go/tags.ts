import type { Recipe } from "../../detection/recipe/recipe.ts";
import type { Fact } from "../../microservice.ts";

const BUILD =
  /\bgo\s+(?:build|install)\b[^;&|]*?\s--?tags[ =](?:["']([\w.-]+(?:[ ,][\w.-]+)*)["']|([\w.-]+(?:,[\w.-]+)*))(?=[\s;&|]|$)/;

/** Build tags of the `go build` in a container's recipe: without them other files are compiled. */
export function tagFacts(recipe: Recipe | undefined): Fact[] {
  const said = recipe?.stages.flatMap(({ runs }) => runs).find(({ value }) => BUILD.test(value));
  const [, quoted, plain] = BUILD.exec(said?.value ?? "") ?? [];
  const tags = quoted ?? plain;
  if (!recipe || !said || !tags) return [];
  return [{ field: "features", value: tags.split(/[ ,]+/), from: `${recipe.file}:${said.line}` }];
}
