import type { Snapshot } from "../files/snapshot.ts";
import type { Fact } from "../microservice.ts";
import { fact } from "./detection.ts";
import { recipeFile } from "./recipe/recipe-file.ts";

/** The port that a Dockerfile beside the sources exposes, else what the first known framework listens on. */
export function portFacts(
  tree: Snapshot,
  defaults: Record<string, number>,
  dependencies: Iterable<string>,
): Fact[] {
  const recipe = exposedPort(tree);
  if (recipe) return [recipe];
  const uses = new Set(dependencies);
  const framework = Object.keys(defaults).find((name) => uses.has(name));
  return framework
    ? [{ field: "port", value: defaults[framework] as number, from: `default of ${framework}` }]
    : [];
}

/** The port of the last `EXPOSE` of a Dockerfile: earlier ones may be other stages'. */
export function exposedPort(tree: Snapshot): Fact | undefined {
  const file = recipeFile(tree);
  const lines = ((file && tree.text(file)) || "").split("\n");
  const index = lines.findLastIndex((line) => /^\s*EXPOSE\s+\d+/i.test(line));
  const port = /\d+/.exec(lines[index] ?? "")?.[0];
  return file && port ? fact(tree, "port", Number(port), file, index + 1) : undefined;
}
