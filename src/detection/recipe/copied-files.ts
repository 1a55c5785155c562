import type { Copied, ImageStage } from "../../dockerfile/image.ts";
import { joinedPath, pathBelow } from "../../dockerfile/image-paths.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { found, isOwn } from "./context.ts";
import { type Recipe, stageNamed } from "./recipe.ts";

/** A file or directory of a context, and where it lies in an image. */
export interface CopiedFile {
  /** Relative to the context. */
  source: string;
  /** Absolute. */
  target: string;
  line: number;
}

/** What of the context is in a recipe's image, by way of its earlier stages, too. */
export function copiedFiles(recipe: Recipe, context: Snapshot): CopiedFile[] {
  return recipe.image.copies.flatMap((copy) => placed(recipe, context, copy));
}

/** The same of one `COPY`; none where a stage made what it copies. */
export function placed(recipe: Recipe, context: Snapshot, copy: Copied): CopiedFile[] {
  const sources = isOwn(copy)
    ? copy.sources.flatMap((source) => found(context, source))
    : copy.sources.flatMap((source) => sourceIn(recipe, context, copy.from, joinedPath("/", source)) ?? []);
  const isFolder = copy.target.endsWith("/") || copy.sources.length > 1 || sources.length > 1;
  return sources.map((source) => {
    const inside = isFolder && context.has(source) ? source.slice(source.lastIndexOf("/") + 1) : ".";
    return { source, target: joinedPath(copy.target, inside), line: copy.line };
  });
}

/** The file or directory of the context that lies at a path of an earlier stage. */
function sourceIn(
  recipe: Recipe,
  context: Snapshot,
  from: string | undefined,
  path: string,
): string | undefined {
  const stage = from === undefined ? undefined : stageNamed(recipe, from);
  const copies = stage ? carriedInto(recipe, context, stage) : [];
  for (const { source, target } of copies.toReversed()) {
    const rest = pathBelow(target, path);
    const whole = rest === undefined ? undefined : join(source, rest);
    if (whole !== undefined && (context.has(whole) || context.hasDirectory(whole))) return whole;
  }
  return undefined;
}

function carriedInto(recipe: Recipe, context: Snapshot, stage: ImageStage): CopiedFile[] {
  const before = { ...recipe, stages: recipe.stages.slice(0, recipe.stages.indexOf(stage)), image: stage };
  return copiedFiles(before, context);
}
