import type { Copied, ImageStage } from "../../dockerfile/image.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fault } from "../../yaml/fault.ts";
import { contextOf } from "./context.ts";
import { placed } from "./copied-files.ts";
import { type Recipe, stageNamed } from "./recipe.ts";
import { HINT } from "./warnings.ts";

/** Images of toolchains, and the languages whose services are made with them here. */
const MAKERS: { base: RegExp; languages: string[] }[] = [
  { base: /^(node|bun|deno)$/, languages: ["node", "static"] },
  { base: /^golang$/, languages: ["go"] },
  { base: /^rust$/, languages: ["rust"] },
  { base: /^(python|uv)$/, languages: ["python"] },
  { base: /^(maven|gradle|sbt|openjdk|eclipse-temurin|amazoncorretto)$/, languages: ["java", "scala"] },
];

/**
 * Files that stages of another language make and a recipe copies from them: a front end beside a server in Python.
 * Nothing here makes them. What the service's own language makes is the program itself.
 */
export function lostFiles(tree: Snapshot, recipe: Recipe, language: string): Fault[] {
  const context = contextOf(tree, recipe.stages);
  const lost = carried(recipe, recipe.image).filter((copy) => {
    const maker = copy.from === undefined ? undefined : stageNamed(recipe, copy.from);
    return maker && isForeign(maker, language) && !placed(recipe, context, copy).length;
  });
  // A stage that starts from another has its copies, too.
  const once = lost.filter(({ line }, at) => lost.findIndex((other) => other.line === line) === at);
  return once.map(({ sources, from, line }) => ({
    file: recipe.file,
    line,
    message: `is not in the image: ${sources.join(" ")} of stage ${from}, which is not built`,
    hint: `commit what that stage makes, make it a service of its own, or ${HINT}`,
  }));
}

/** What is copied into a stage, and into those that it copies from. */
function carried(recipe: Recipe, stage: ImageStage, seen = new Set<ImageStage>()): Copied[] {
  if (seen.has(stage)) return [];
  seen.add(stage);
  const below = stage.copies.flatMap(({ from }) =>
    from === undefined ? [] : (stageNamed(recipe, from) ?? []),
  );
  return [...stage.copies, ...below.flatMap((each) => carried(recipe, each, seen))];
}

function isForeign({ base }: ImageStage, language: string): boolean {
  const name = base.slice(base.lastIndexOf("/") + 1).replace(/[:@].*$/, "");
  const maker = MAKERS.find((one) => one.base.test(name));
  return maker !== undefined && !maker.languages.includes(language);
}
