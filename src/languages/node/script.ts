import { shellLine } from "../../detection/shell-line.ts";
import { type StartLine, unwrapped } from "../../detection/start-line.ts";
import { shellWord } from "../../dockerfile/script.ts";
import { join } from "../../files/paths.ts";
import { type Context, isUnclear, type NodeProgram, type Unclear } from "./program.ts";
import { commandProgram } from "./programs.ts";

/** One script may run another, but not for ever. */
const DEEPEST = 8;

/**
 * What a script of package.json starts, with the one that runs before it.
 *
 * @param given words that are added to it.
 */
export function scriptProgram(context: Context, name: string, given: string[] = []): NodeProgram | Unclear {
  if (context.depth > DEEPEST) return { why: `script "${name}" runs itself` };
  const text = [context.scripts[name], ...given.map(shellWord)].join(" ");
  const found = lineProgram(context, text);
  const before = context.scripts[`pre${name}`];
  if (!before || isUnclear(found)) return found;
  return withBefore(context, found, partsOf(before));
}

/** What one line of a shell starts. */
export function lineProgram(context: Context, text: string): NodeProgram | Unclear {
  const known = { PORT: /\$\{PORT:?[-=](\d+)\}/.exec(text)?.[1] ?? String(context.port) };
  return startProgram(context, unwrapped(context.tree, shellLine(text, known), known, "package.json"));
}

/** What a line starts that was read already: a Procfile's, a Dockerfile's. */
export function startProgram(context: Context, line: StartLine): NodeProgram | Unclear {
  if (line.refused) return { why: line.refused };
  const directory = line.directory === undefined ? undefined : join(".", line.directory);
  const there = directory === undefined ? context : { ...context, tree: context.tree.under(directory) };
  const found = commandProgram(there, line.words);
  if (isUnclear(found)) return found;
  return withBefore(
    there,
    {
      ...found,
      variables: [...line.variables, ...(found.variables ?? [])],
      ...(directory !== undefined && { directory: join(directory, found.directory ?? ".") }),
    },
    line.before,
  );
}

/** Builds and checks before the start belong to the build stage; anything else would have to run in the image. */
function withBefore(context: Context, program: NodeProgram, before: string[]): NodeProgram | Unclear {
  const [other] = before.filter((part) => !BUILD.test(part) && !isIdle(context, part));
  if (other)
    return { why: `"${other}" runs before it, and an image starts one command`, command: program.command };
  const builds = before.filter((part) => !isIdle(context, part));
  return { ...program, builds: [...builds, ...(program.builds ?? [])] };
}

/** Whether an image's build has done it, or it means nothing for it; also what a script of the package does. */
function isIdle({ scripts }: Pick<Context, "scripts">, part: string, depth = 0): boolean {
  const [, name = ""] = RUN.exec(part) ?? [];
  const script = depth < DEEPEST && !BUILD.test(part) ? scripts[name] : undefined;
  if (script !== undefined) return partsOf(script).every((each) => isIdle({ scripts }, each, depth + 1));
  return IDLE.test(part);
}

function partsOf(script: string): string[] {
  const { before, words } = shellLine(script, {});
  return [...before, words.join(" ")];
}

const RUN = /^(?:npm|pnpm|yarn|bun)(?: run)?(?: -s)? ([\w:-]+)$/;

const BUILD =
  /^(npm|pnpm|yarn|bun)( run)? (-s )?[\w:-]*(build|compile|bundle|transpile|generate|prebuild|tsc)\b|^(npx )?(tsc|tsup|esbuild|webpack|rollup|swc|babel|tsc-alias|copyfiles|cpx|rimraf|shx|ncc|unbuild|parcel build|prisma generate|graphql-codegen)\b|^(npx )?(nest|next|nuxt|nuxi|vite|astro|remix|react-router|ng|nx|turbo|gatsby|strapi|medusa|payload) (vite:)?(build|export|generate)\b/;

const IDLE =
  /^(npm|pnpm|yarn|bun)( (ci|install|i))?$|^(echo|rm|mkdir|cd|true|clear)\b|^(npx )?(eslint|prettier|rimraf)\b/;
