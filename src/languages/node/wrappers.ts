import { packageWithProgram } from "./package-programs.ts";
import type { Context, NodeProgram, Unclear } from "./program.ts";
import { isUnclear } from "./program.ts";
import { scriptRun } from "./script-run.ts";

type Inner = (words: string[]) => NodeProgram | Unclear;

/** What a program starts that only starts another one: with variables, or a script of package.json. */
export function wrapped(context: Context, words: string[], inner: Inner): NodeProgram | Unclear | undefined {
  const [program = "", ...rest] = words;
  if (/^cross-env(-shell)?$|^env$/.test(program)) return withVariables(rest, inner);
  if (/^(npx|bunx|pnpx)$/.test(program)) return inner(withoutFlags(rest));
  if (/^(dotenv|dotenvx|env-cmd)$/.test(program)) return withFile(context, program, rest, inner);
  if (!/^(npm|yarn|pnpm|bun)$/.test(program)) return undefined;
  if (/^(exec|dlx|x)$/.test(rest[0] ?? "")) return inner(withoutFlags(rest.slice(1)));
  return scriptRun(context, program, rest, inner);
}

function withVariables(words: string[], inner: Inner): NodeProgram | Unclear {
  const at = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const found = inner(at < 0 ? [] : words.slice(at));
  return isUnclear(found)
    ? found
    : { ...found, variables: [...words.slice(0, at), ...(found.variables ?? [])] };
}

function withoutFlags(words: string[]): string[] {
  const at = words.findIndex(
    (word, index) => !word.startsWith("-") && !/^(-p|--package)$/.test(words[index - 1] ?? ""),
  );
  return at < 0 ? [] : words.slice(at);
}

/** Reads variables from a file when it starts: only as good as the file, which the image must have. */
function withFile(context: Context, program: string, rest: string[], inner: Inner): NodeProgram | Unclear {
  const dashes = rest.indexOf("--");
  const start = rest.findIndex(
    (word, index) =>
      !word.startsWith("-") && word !== "run" && !/^-[efvp]$|^--file$/.test(rest[index - 1] ?? ""),
  );
  const at = dashes >= 0 ? dashes + 1 : start;
  const flags = rest.slice(0, at);
  const found = inner(rest.slice(at));
  if (isUnclear(found)) return found;
  const files = flags.filter((_, index) => /^-[ef]$|^--file$/.test(flags[index - 1] ?? ""));
  const owner = packageWithProgram(context, program);
  // Without its file it has nothing to add: those who start the image say its variables.
  if (!owner || !(files.length ? files : [".env"]).some((file) => context.tree.has(file))) return found;
  return {
    ...found,
    command: ["node", `node_modules/.bin/${program}`, ...flags, ...found.command],
    packages: [owner, ...found.packages],
  };
}
