import { shellLine } from "../../detection/shell-line.ts";
import { readJson, texts } from "../../manifests/json.ts";
import { fileOf } from "./files.ts";
import { readPackage } from "./package.ts";
import type { Context, NodeProgram, Unclear } from "./program.ts";

/** Flags of nodemon and pm2 whose value is the next word. */
const VALUED =
  /^(-[wexidnoelp]|--(watch|exec|ext|ignore|delay|signal|config|cwd|name|instances|output|error|log|time|max-memory-restart|node-args|interpreter|exp-backoff-restart-delay))$/;

/** What a program that starts another one again and again, or several of it, starts: a container runtime does that. */
export function watched(
  context: Context,
  [program = "", ...rest]: string[],
  inner: (words: string[]) => NodeProgram | Unclear,
): NodeProgram | Unclear | undefined {
  if (program === "nodemon") return nodemon(context, rest, inner);
  if (/^pm2(-runtime|-docker)?$/.test(program)) return pm2(context, rest, inner);
  return program === "forever" ? inner(["node", ...rest.filter((word) => word !== "start")]) : undefined;
}

function nodemon(context: Context, rest: string[], inner: (words: string[]) => NodeProgram | Unclear) {
  const exec = flagValue(rest, /^(-x|--exec)$/) ?? configured(context);
  const words = operands(rest);
  if (exec) return inner([...shellLine(exec, {}).words, ...words]);
  const [file = ".", ...others] = words;
  const path = fileOf(context.tree, file);
  return inner([/\.[cm]?tsx?$/.test(path) ? "ts-node" : "node", path, ...others]);
}

/** What nodemon.json says, or `nodemonConfig` of package.json. */
function configured({ tree }: Context): string | undefined {
  const file = readJson<{ exec: unknown }>(tree, "nodemon.json")?.value;
  const { nodemonConfig } = (readPackage(tree)?.value ?? {}) as { nodemonConfig?: unknown };
  return texts(file).exec ?? texts(nodemonConfig).exec;
}

function pm2(
  context: Context,
  rest: string[],
  inner: (words: string[]) => NodeProgram | Unclear,
): NodeProgram | Unclear {
  const words = operands(rest);
  const [file, ...others] = words[0] === "start" ? words.slice(1) : words;
  if (file === undefined) return { why: "pm2 is given no file" };
  if (/^(npm|yarn|pnpm)$/.test(file)) return inner([file, ...others.filter((word) => word !== "--")]);
  if (/(config\.[cm]?js|\.json|\.ya?ml)$/.test(file))
    return ecosystem(context, file, inner) ?? { why: `${file} says what pm2 starts` };
  return inner(["node", file, ...others.filter((word) => word !== "--")]);
}

/**
 * The one program that a file of pm2's names; undefined where there are several, or more than its words decide.
 * https://pm2.keymetrics.io/docs/usage/application-declaration/
 */
function ecosystem(context: Context, file: string, inner: (words: string[]) => NodeProgram | Unclear) {
  const text = (context.tree.text(file) ?? "").replace(/^\s*\/\/.*$/gm, "");
  const said = (name: string) =>
    [...text.matchAll(new RegExp(`(?<!\\w)["']?${name}["']?\\s*:\\s*["'\`]([^"'\`\\n$]*)["'\`]`, "g"))].map(
      ([, value = ""]) => value,
    );
  const [script, ...others] = said("script");
  if (script === undefined || others.length || /(?<!\w)["']?(cwd|interpreter)["']?\s*:/.test(text))
    return undefined;
  const words = said("args").flatMap((line) => line.split(/\s+/).filter(Boolean));
  return inner([...(/^(npm|yarn|pnpm)$/.test(script) ? [script] : ["node", script]), ...words]);
}

function flagValue(words: string[], flag: RegExp): string | undefined {
  const at = words.findIndex((word) => flag.test(word));
  return at < 0 ? words.find((word) => /^--exec=/.test(word))?.slice("--exec=".length) : words[at + 1];
}

/** Words that are neither flags nor their values; all that follow the file are the file's own. */
function operands(words: string[]): string[] {
  const at = words.findIndex((word, index) => !word.startsWith("-") && !VALUED.test(words[index - 1] ?? ""));
  return at < 0 ? [] : words.slice(at).filter((word, index, all) => !isOption(word, all[index - 1]));
}

/** pm2 takes its own flags after the file, too, up to `--`. */
function isOption(word: string, before = ""): boolean {
  return (
    /^(-i|--instances|--name|--no-daemon|--time|--max-memory-restart)(=|$)/.test(word) ||
    /^(-i|--instances|--name|--max-memory-restart)$/.test(before)
  );
}
