import { type Context, isUnclear, type NodeProgram, type Unclear } from "./program.ts";
import { lineProgram } from "./script.ts";

/** Commands that run one after another, or at once. */
interface Group {
  isParallel: boolean;
  commands: string[];
}

/** Flags whose value is the next word. */
const VALUED =
  /^(-[nclmr]|--(names|prefix-colors|prefix|max-parallel|max-processes|restart-tries|success|npm-path|name-separator|aggregate-output|timestamp-format))$/;

/**
 * What npm-run-all's programs and concurrently start: the last of what runs one after another; of what runs at once the
 * only one that isn't for development.
 * https://github.com/bcomnes/npm-run-all2/blob/master/docs/npm-run-all.md https://github.com/open-cli-tools/concurrently
 */
export function severalScripts(context: Context, words: string[]): NodeProgram | Unclear | undefined {
  const [program = "", ...rest] = words;
  if (!/^(concurrently|npm-run-all2?|run-[sp])$/.test(program)) return undefined;
  const groups = program === "concurrently" ? [commandsOf(context, rest)] : groupsOf(context, program, rest);
  const last = groups.at(-1);
  if (!last?.commands.length) return { why: `${program} is given nothing to run` };
  const before = groups.slice(0, -1).flatMap(({ commands }) => commands);
  const deeper = { ...context, depth: context.depth + 1 };
  const started = (commands: string[]) => lineProgram(deeper, [...before, ...commands].join(" && "));
  return last.isParallel
    ? onlyOne(
        program,
        last.commands.map((each) => started([each])),
      )
    : started(last.commands);
}

/** The one that an image starts, where the others are for development. */
function onlyOne(program: string, found: (NodeProgram | Unclear)[]): NodeProgram | Unclear {
  const [only, ...others] = found.filter((each) => !(isUnclear(each) && each.isDevelopment));
  if (only && !others.length) return only;
  const files = found.flatMap((each) => (isUnclear(each) ? [] : (each.entrypoint ?? [])));
  const why = `${program} starts several programs, and an image one`;
  return { why, isDevelopment: !only, ...(files.length > 1 ? { among: [...new Set(files)] } : {}) };
}

/** `npm:server` is short for `npm run server`. */
function commandsOf(context: Context, words: string[]): Group {
  const commands = operands(words).flatMap((word) => {
    const [, pattern] = /^(?:npm|yarn|pnpm|bun|node):(\S+)/.exec(word) ?? [];
    return pattern ? namesOf(context, pattern).map((name) => `npm run ${name}`) : [word];
  });
  return { isParallel: true, commands };
}

/** Scripts in the order in which they are named, until a flag says that those after it run at once. */
function groupsOf(context: Context, program: string, words: string[]): Group[] {
  const groups: Group[] = [{ isParallel: program === "run-p", commands: [] }];
  for (const word of operands(words, /^(-[sp]|--(sequential|serial|parallel))$/)) {
    if (/^--?[sp]/.test(word)) groups.push({ isParallel: /^--?p/.test(word), commands: [] });
    else groups.at(-1)?.commands.push(...namesOf(context, word).map((name) => `npm run ${name}`));
  }
  return groups.filter(({ commands }) => commands.length);
}

function operands(words: string[], kept = /^$/): string[] {
  const end = words.indexOf("--");
  return (end < 0 ? words : words.slice(0, end)).filter(
    (word, index) => kept.test(word) || (!word.startsWith("-") && !VALUED.test(words[index - 1] ?? "")),
  );
}

/** `build:*` names scripts of one level, `build:**` of all below. A name's arguments stay with it. */
function namesOf({ scripts }: Context, pattern: string): string[] {
  if (!pattern.includes("*")) return [pattern];
  const text = pattern
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, (stars) => (stars.length > 1 ? ".*" : "[^:]*"));
  const form = new RegExp(`^${text}$`);
  return Object.keys(scripts).filter((name) => form.test(name));
}
