import { fileOf } from "./files.ts";
import { serverVariables } from "./next.ts";
import { type Context, type NodeProgram, nodeFile, type Unclear } from "./program.ts";

/** Flags whose value is the next word. */
const VALUED = [
  ...[
    "-r",
    "--require",
    "--import",
    "--loader",
    "--experimental-loader",
    "--env-file",
    "--env-file-if-exists",
  ],
  ...[
    "-C",
    "--conditions",
    "--watch-path",
    "--title",
    "--icu-data-dir",
    "--openssl-config",
    "--max-http-header-size",
  ],
];

const LOADING = /^(-r|--require|--import|--loader|--experimental-loader)$/;

/** What `node FLAGS FILE ARGUMENTS` starts, without watching. */
export function nodeProgram(
  context: Context,
  rest: string[],
  other: (words: string[]) => NodeProgram | Unclear,
): NodeProgram | Unclear {
  const words = split(rest);
  const run = words.indexOf("--run");
  if (run >= 0 && words[run + 1]) return other(["npm", "run", words[run + 1] as string]);
  const at = words.findIndex(
    (word, index) => !word.startsWith("-") && !VALUED.includes(words[index - 1] ?? ""),
  );
  const isCode = words.slice(0, at < 0 ? undefined : at).some((word) => /^(-e|--eval)$/.test(word));
  if (isCode && at >= 0) return { command: ["node", ...words], packages: [] };
  const said = words[at];
  if (said === undefined) return { why: "node is given no file" };
  const [, name] = /^(?:\.\/)?node_modules\/\.bin\/([^/]+)$/.exec(said) ?? [];
  if (name && at === 0) return other([name, ...words.slice(1)]);
  const entrypoint = fileOf(context.tree, said);
  const flags = words.slice(0, at).filter((word, index) => {
    return !/^--watch/.test(word) && words[index - 1] !== "--watch-path";
  });
  const kept = withoutMissing(context, flags);
  const packages = modulesOf(flags).flatMap((module) => packageOf(module) ?? []);
  const command = ["node", ...joined(kept), entrypoint, ...words.slice(at + 1)];
  const needsAll = packages.some((each) =>
    /^(ts-node|@babel\/register|@swc-node\/register|vite-node)$/.test(each),
  );
  const variables = serverVariables(entrypoint);
  return nodeFile(entrypoint, { command, packages, needsAll, ...(variables.length ? { variables } : {}) });
}

/** `--import=x` as two words, as the others have it. */
function split(words: string[]): string[] {
  return words.flatMap((word) => {
    const [, flag, value] = /^(--[\w-]+)=(.*)$/.exec(word) ?? [];
    return flag && value && VALUED.includes(flag) ? [flag, value] : [word];
  });
}

/**
 * A file of variables that the repository doesn't have is nobody's but its developers': node would not start. Yarn's
 * Plug'n'Play isn't in an image, which has packages in folders.
 */
function withoutMissing({ tree }: Context, flags: string[]): string[] {
  const isMissing = (index: number) =>
    (flags[index] === "--env-file" && !tree.has(flags[index + 1] ?? "")) ||
    (LOADING.test(flags[index] ?? "") && /(^|\/)\.pnp\.(cjs|js|loader\.mjs)$/.test(flags[index + 1] ?? ""));
  return flags.filter((_, index) => !isMissing(index) && !isMissing(index - 1));
}

/** Flags that take `=` alone get it back. */
function joined(flags: string[]): string[] {
  return flags.flatMap((word, index) => {
    if (/^--env-file/.test(word)) return [`${word}=${flags[index + 1]}`];
    return /^--env-file/.test(flags[index - 1] ?? "") ? [] : [word];
  });
}

function modulesOf(flags: string[]): string[] {
  return flags.filter((_, index) => LOADING.test(flags[index - 1] ?? ""));
}

/** `@acme/log` of `@acme/log/register`; undefined for a file and for what Node brings. */
export function packageOf(module: string): string | undefined {
  if (/^(\.|\/|node:|data:|file:)/.test(module)) return undefined;
  return /^(@[^/]+\/)?[^/]+/.exec(module)?.[0];
}
