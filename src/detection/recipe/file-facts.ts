import { pathBelow } from "../../dockerfile/image-paths.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { contextOf } from "./context.ts";
import { type CopiedFile, copiedFiles } from "./copied-files.ts";
import { compiles, type Recipe } from "./recipe.ts";

/** Sources, manifests, and scripts that an image without a shell can't run. */
const UNREAD =
  /(^|\/)(go\.(mod|sum|work)|Cargo\.(toml|lock)|pom\.xml|mvnw|gradlew|[^/]*\.(go|rs|java|kt|sh|jar|gradle|kts))$/;

/**
 * Files that a recipe lays beside the program, and the directory that the program starts in. Undefined where it says
 * nothing of them: all sources are in its image, or what it copies is for the compiler.
 */
export function fileFacts(tree: Snapshot, recipe: Recipe): Fact[] | undefined {
  const { file, image, stages } = recipe;
  if (compiles(image)) return undefined;
  const context = contextOf(tree, stages);
  const laid = copiedFiles(recipe, context);
  if (laid.some(({ source }) => holds(context, source, tree))) return undefined;
  const read = laid.filter(({ source }) => !UNREAD.test(source));
  const files = read.map((each): Fact => {
    const value = [entry(each, context, tree, image.workdir)];
    return { field: "files", value, from: `${file}:${each.line}` };
  });
  return files.length
    ? [...files, { field: "workdir", value: image.workdir, from: `${file}:${image.line}` }]
    : [];
}

/** The whole of a service: its program is in there. */
function holds(context: Snapshot, source: string, tree: Snapshot): boolean {
  const path = join(context.directory, source);
  return path === "." || path === tree.directory || tree.directory.startsWith(`${path}/`);
}

/** `templates`, or `config/prod.yaml:config.yaml` where its place is another. */
function entry({ source, target }: CopiedFile, context: Snapshot, tree: Snapshot, workdir: string): string {
  const path = join(context.directory, source);
  const inside = tree.directory === "." || path.startsWith(`${tree.directory}/`);
  const said = inside ? relative(tree.directory, path) : path;
  const place = pathBelow(workdir, target) ?? target;
  return place === said ? said : `${said}:${place}`;
}
