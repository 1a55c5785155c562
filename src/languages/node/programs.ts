import { join } from "../../files/paths.ts";
import { bunProgram } from "./bun.ts";
import { fileOf } from "./files.ts";
import { DEVELOPMENT_COMMANDS, OUTPUTS } from "./frameworks.ts";
import { standaloneServer } from "./next.ts";
import { nodeProgram } from "./node-program.ts";
import { packageWithProgram } from "./package-programs.ts";
import { type Context, type NodeProgram, nodeFile, type Unclear } from "./program.ts";
import { severalScripts } from "./several-scripts.ts";
import { watched } from "./watchers.ts";
import { wrapped } from "./wrappers.ts";

/** What no image of Node can run, and why. */
const FOREIGN: [RegExp, string][] = [
  [
    /^(python\d?|ruby|php|java|go|cargo|dotnet|make|docker(-compose)?|gunicorn|uvicorn)$/,
    "is no program of Node",
  ],
  [/^deno$/, "is in no image: say how Node runs it, or build it by its own Dockerfile"],
  [/^(turbo|nx|lerna|wireit)$/, "starts several programs, and an image one"],
  [/^(bash|sh|zsh|dash)$|\.sh$/, "needs a shell"],
];

/** What words start, from the directory where they are written. */
export function commandProgram(context: Context, words: string[]): NodeProgram | Unclear {
  const [program = "", ...rest] = words;
  const foreign = FOREIGN.find(([form]) => form.test(program));
  if (foreign) return { why: `${program} ${foreign[1]}` };
  const known = [words.slice(0, 2).join(" "), program].find((each) => Object.hasOwn(OUTPUTS, each));
  const isDevelopment = DEVELOPMENT_COMMANDS.some((form) => form.test(words.join(" ")));
  if (isDevelopment) return { why: `${words.join(" ")} is for development`, isDevelopment };
  if (known) return nodeFile(OUTPUTS[known] as string);
  const again = (inner: string[]) => commandProgram(context, inner);
  const other =
    severalScripts(context, words) ?? wrapped(context, words, again) ?? watched(context, words, again);
  if (other) return other;
  if (program === "node" || program === "nodejs") return nodeProgram(context, rest, again);
  if (program === "bun") return bunProgram(context, rest, again);
  if (program === "tsx") return tsxProgram(context, rest);
  const server = program === "next" && rest[0] === "start" ? standaloneServer(context, rest) : undefined;
  return server ?? packageProgram(context, program, rest);
}

/** Without the process that tsx starts beside the program, which wants to write files. */
function tsxProgram(context: Context, rest: string[]): NodeProgram | Unclear {
  const words = rest[0] === "watch" ? rest.slice(1) : rest;
  const at = words.findIndex((word, index) => !word.startsWith("-") && words[index - 1] !== "--tsconfig");
  if (at < 0) return { why: "tsx is given no file" };
  const entrypoint = fileOf(context.tree, words[at] as string);
  const settings = words.indexOf("--tsconfig");
  const before = words.slice(0, at).filter((word, index) => {
    return !/^--(tsconfig|clear-screen|no-cache|watch)/.test(word) && index - 1 !== settings;
  });
  const variables = settings < 0 ? [] : [`TSX_TSCONFIG_PATH=${words[settings + 1]}`];
  const command = ["node", "--import", "tsx", ...before, entrypoint, ...words.slice(at + 1)];
  return { command, entrypoint, packages: ["tsx"], variables };
}

/** A program that a package brings, run by node: what its link points to is JavaScript. */
function packageProgram(context: Context, program: string, rest: string[]): NodeProgram | Unclear {
  const path = join(".", program);
  if (/\.[cm]?[jt]sx?$/.test(path))
    return nodeProgram(context, [program, ...rest], (words) => commandProgram(context, words));
  const name = path.replace(/^node_modules\/\.bin\//, "");
  const owner = packageWithProgram(context, name);
  if (!owner) return { why: `${program} is no program of its dependencies` };
  const isChecking = /^ts-node(-(dev|cwd|esm))?$|^tsnd$|^vite-node$|^babel-node$/.test(name);
  const words = rest.map((word) => (/\.[cm]?tsx?$/.test(word) ? fileOf(context.tree, word) : word));
  const entrypoint = words.find((word) => /\.[cm]?[jt]sx?$/.test(word) && context.tree.has(word));
  return {
    command: ["node", `node_modules/.bin/${name}`, ...words],
    entrypoint,
    packages: [owner],
    needsAll: isChecking,
  };
}
