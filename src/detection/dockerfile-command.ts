import type { ImageStage } from "../dockerfile/image.ts";
import { joinedPath, pathBelow } from "../dockerfile/image-paths.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { isOwn } from "./recipe/context.ts";
import { recipeOf } from "./recipe/recipe.ts";
import { type StartLine, startLine } from "./start-line.ts";

/**
 * What the Dockerfile beside a service's sources starts: its last stage's `ENTRYPOINT` and `CMD`, with the
 * directory of the sources that it starts in, and the variables that it sets.
 *
 * @param port what `$PORT` is, where the Dockerfile doesn't say.
 */
export function dockerfileCommand(tree: Snapshot, port: number): StartLine | undefined {
  const recipe = recipeOf(tree);
  const { entrypoint, command } = recipe?.image ?? {};
  const said = entrypoint ?? command;
  if (!recipe || !said) return undefined;
  const [program = "", ...given] = [entrypoint, command].flatMap((each) => each?.value ?? []);
  const words = [program, ...given.map((word) => fromWorkdir(recipe.image, word))];
  const known = { PORT: String(port), ...variablesOf(recipe.image) };
  const line = startLine(tree, words, known, `${recipe.file}:${said.line}`);
  const directory = sourceDirectory(tree, recipe.image, line.directory);
  return { ...line, ...(directory === "." ? { directory: undefined } : { directory }) };
}

/** What lies below the directory that a command starts in, as seen from there: an image of ours has it elsewhere. */
function fromWorkdir({ workdir }: ImageStage, word: string): string {
  return (workdir !== "/" && word.startsWith("/") && pathBelow(workdir, word)) || word;
}

/** Those whose values the file tells. */
function variablesOf({ variables }: ImageStage): Record<string, string> {
  const all = [...variables].map(([name, { value }]) => [name, value] as const);
  return Object.fromEntries(all.filter(([, value]) => !value.includes("$")));
}

/** The directory of the sources that lies where the command starts: what `WORKDIR` and `COPY` tell. */
function sourceDirectory(
  tree: Snapshot,
  { workdir, copies }: ImageStage,
  changed: string | undefined,
): string {
  const start = changed ? joinedPath(workdir, changed) : workdir;
  const found = copies
    .filter((copy) => isOwn(copy) && copy.sources.length === 1)
    .map(({ sources: [source = "."], target }) => ({
      from: seenFrom(tree, source),
      to: joinedPath("/", target),
    }))
    .filter(({ from }) => from === "." || tree.hasDirectory(from))
    .flatMap(({ from, to }) => ({ from, to, rest: pathBelow(to, start) }))
    .filter(({ rest }) => rest !== undefined)
    .sort((a, b) => b.to.length - a.to.length)[0];
  return found ? join(found.from, found.rest ?? ".") : ".";
}

/** A path of the build's context, which is the service's directory or the repository, as seen from the service. */
function seenFrom(tree: Snapshot, path: string): string {
  const plain = join(".", path.replace(/^\/+/, "") || ".");
  return tree.directory === "." ? plain : (pathBelow(tree.directory, plain) ?? plain);
}
