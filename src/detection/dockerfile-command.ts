import { type Instruction, instructionsOf } from "../dockerfile/parse.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { RECIPES } from "./ports.ts";
import { shellLine } from "./shell-line.ts";
import { type StartLine, startLine, unwrapped } from "./start-line.ts";

/**
 * What the Dockerfile beside a service's sources starts: its last stage's `ENTRYPOINT` and `CMD`, with the
 * directory of the sources that it starts in, and the variables that it sets.
 *
 * @param port what `$PORT` is, where the Dockerfile doesn't say.
 */
export function dockerfileCommand(tree: Snapshot, port: number): StartLine | undefined {
  const file = RECIPES.find((name) => tree.has(name));
  const text = file && tree.text(file);
  if (!file || !text) return undefined;
  const stage = lastStage(instructionsOf(text));
  const [entrypoint, command] = [lastOf(stage, "ENTRYPOINT"), lastOf(stage, "CMD")];
  const said = entrypoint ?? command;
  if (!said) return undefined;
  const variables = variablesOf(stage);
  const known = { PORT: String(port), ...variables };
  const words = [...(execForm(entrypoint) ?? []), ...(execForm(command) ?? [])];
  const from = `${file}:${said.line}`;
  const line = execForm(said)
    ? startLine(tree, words, known, from)
    : unwrapped(tree, shellLine(argument(said), known), known, from);
  const directory = sourceDirectory(tree, stage, line.directory);
  return { ...line, ...(directory === "." ? { directory: undefined } : { directory }) };
}

/** Of the last `FROM` on, with what the stages before it set where it starts from one of them. */
function lastStage(all: Instruction[]): Instruction[] {
  const starts = all.flatMap((each, index) => (isA(each, "FROM") ? [index] : []));
  const stages = starts.map((start, index) => all.slice(start, starts[index + 1]));
  const below = (stage: Instruction[] | undefined): Instruction[] => {
    const [, base] = /^FROM\s+(?:--\S+\s+)*(\S+)/i.exec(stage?.[0]?.joined ?? "") ?? [];
    const named = stages
      .slice(0, stages.indexOf(stage ?? []))
      .find(([from]) =>
        new RegExp(`\\sAS\\s+${base?.replace(/\W/g, "\\$&")}$`, "i").test(from?.joined ?? ""),
      );
    return [...(named ? below(named) : []), ...(stage ?? [])];
  };
  return below(stages.at(-1));
}

function isA({ joined }: Instruction, name: string): boolean {
  return new RegExp(`^${name}\\s`, "i").test(joined);
}

function lastOf(stage: Instruction[], name: string): Instruction | undefined {
  return stage.findLast((each) => isA(each, name));
}

function argument({ joined }: Instruction): string {
  return joined.replace(/^\w+\s+/, "");
}

/** `["python", "app.py"]`; undefined for what a shell reads. */
function execForm(instruction: Instruction | undefined): string[] | undefined {
  if (!instruction) return undefined;
  try {
    const words: unknown = JSON.parse(argument(instruction));
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : undefined;
  } catch {
    return undefined;
  }
}

/** `ENV NAME=value NAME="two words"`, and the older `ENV NAME value`. */
function variablesOf(stage: Instruction[]): Record<string, string> {
  const pairs = stage
    .filter((each) => isA(each, "ENV") || (isA(each, "ARG") && each.joined.includes("=")))
    .flatMap((each): [string, string][] => {
      const text = argument(each);
      const [, name, value] = /^([A-Za-z_]\w*)\s+(.*)$/.exec(text) ?? [];
      if (name && !/^[A-Za-z_]\w*=/.test(text)) return [[name, value ?? ""]];
      return [...text.matchAll(/([A-Za-z_]\w*)=(?:"((?:\\.|[^"])*)"|'([^']*)'|(\S*))/g)].map((match) => [
        match[1] as string,
        match[2] ?? match[3] ?? match[4] ?? "",
      ]);
    });
  return Object.fromEntries(pairs.filter(([, value]) => !value.includes("$")));
}

/** The directory of the sources that lies where the command starts: what `WORKDIR` and `COPY` tell. */
function sourceDirectory(tree: Snapshot, stage: Instruction[], changed: string | undefined): string {
  let workdir = "/";
  const copies: { to: string; from: string }[] = [];
  for (const each of stage) {
    if (isA(each, "WORKDIR")) workdir = absolute(workdir, argument(each).replace(/["']/g, ""));
    if (!isA(each, "COPY") && !isA(each, "ADD")) continue;
    const paths =
      execForm(each) ??
      argument(each)
        .split(/\s+/)
        .filter((word) => !word.startsWith("--"));
    if (/\s--from=/.test(each.joined) || paths.length !== 2) continue;
    copies.push({ from: sourceOf(tree, paths[0] as string), to: absolute(workdir, paths[1] as string) });
  }
  const start = changed ? absolute(workdir, changed) : workdir;
  const found = copies
    .filter(({ from, to }) => (from === "." || tree.hasDirectory(from)) && isBelow(start, to))
    .sort((a, b) => b.to.length - a.to.length)[0];
  return found ? join(found.from, start.slice(found.to === "/" ? 1 : found.to.length + 1) || ".") : ".";
}

/** A path of the build's context, which is the service's directory or the repository. */
function sourceOf(tree: Snapshot, path: string): string {
  const plain = join(".", path.replace(/^\/+/, "") || ".");
  const prefix = `${tree.directory}/`;
  if (plain === tree.directory) return ".";
  return tree.directory !== "." && plain.startsWith(prefix) ? plain.slice(prefix.length) : plain;
}

function absolute(base: string, path: string): string {
  return `/${join(".", path.startsWith("/") ? path.slice(1) : `${base}/${path}`.slice(1))}`.replace(
    /^\/\.$/,
    "/",
  );
}

function isBelow(path: string, above: string): boolean {
  return above === "/" || path === above || path.startsWith(`${above}/`);
}
