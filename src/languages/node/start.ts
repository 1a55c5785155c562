/** What a start script runs. */
export interface Start {
  /** The file, as the script names it. */
  entrypoint?: string;
  /** Whole command; absent where it is `node ENTRYPOINT`, or where a development tool runs a source. */
  command?: string[];
  /** `NAME=value`, set before the command. */
  variables: string[];
}

/** Programs that run a source file as it is. */
const RUNNERS = [
  "tsx",
  "ts-node",
  "ts-node-dev",
  "ts-node-esm",
  "nodemon",
  "esno",
  "swc-node",
  "babel-node",
  "pm2-runtime",
];

/** Flags of node and runners whose value is the next word. */
const VALUED = [
  "-r",
  "--require",
  "--import",
  "--loader",
  "--experimental-loader",
  "--env-file",
  "-C",
  "--conditions",
  "--watch",
  "-w",
  "-e",
  "--ext",
  "--exec",
  "--project",
  "-P",
  "--tsconfig",
];

/** Start commands of frameworks, as node runs them without a shell or `node_modules/.bin`. */
const FRAMEWORKS: Record<string, string> = {
  "next start": "node_modules/next/dist/bin/next",
  "remix-serve": "node_modules/@remix-run/serve/dist/cli.js",
  "react-router-serve": "node_modules/@react-router/serve/bin.cjs",
  "fastify start": "node_modules/fastify-cli/cli.js",
};

/** Files that a framework's build leaves, for start scripts that only development knows. */
const OUTPUTS: Record<string, string> = {
  "nest start": "dist/main.js",
  "nuxt start": ".output/server/index.mjs",
  "nuxt preview": ".output/server/index.mjs",
};

/** What starts a framework's build where no script says it, by dependency. */
const DEFAULTS: Record<string, Omit<Start, "variables">> = {
  next: { command: ["node", "node_modules/next/dist/bin/next", "start"] },
  nuxt: { entrypoint: ".output/server/index.mjs" },
  "@nestjs/core": { entrypoint: "dist/main.js" },
  "@sveltejs/adapter-node": { entrypoint: "build/index.js" },
  "@astrojs/node": { entrypoint: "dist/server/entry.mjs" },
  "@tanstack/react-start": { entrypoint: ".output/server/index.mjs" },
  "@solidjs/start": { entrypoint: ".output/server/index.mjs" },
};

/** How a framework that is among the dependencies is started. */
export function frameworkStart(uses: Iterable<string>): { name: string; start: Start } | undefined {
  const all = new Set(uses);
  const name = Object.keys(DEFAULTS).find((each) => all.has(each));
  return name ? { name, start: { ...DEFAULTS[name], variables: [] } } : undefined;
}

/**
 * Reads a script of package.json; undefined where it is more than one command, or one that isn't known.
 *
 * @param scripts all of them, since one may run another.
 */
export function parseStart(name: string, scripts: Record<string, string>, depth = 3): Start | undefined {
  const script = (scripts[name] ?? "")
    .split("&&")
    .map((part) => part.trim())
    .filter((part) => !isBuild(part));
  if (script.length !== 1 || /[;|<>`]|\$\(/.test(script[0] as string)) return undefined;
  const words = wordsOf(script[0] as string);
  const variables: string[] = [];
  while (
    words[0] !== undefined &&
    (words[0] === "cross-env" || words[0] === "exec" || words[0] === "npx" || isAssignment(words[0]))
  ) {
    const word = words.shift() as string;
    if (isAssignment(word)) variables.push(word);
  }
  const other = scriptRun(words);
  if (other && depth && other in scripts) {
    const start = parseStart(other, scripts, depth - 1);
    return start && { ...start, variables: [...variables, ...start.variables] };
  }
  const start = programStart(words);
  return start && { ...start, variables };
}

function programStart([program = "", ...rest]: string[]): Omit<Start, "variables"> | undefined {
  const known = [`${program} ${rest[0]}`, program].find((words) => words in FRAMEWORKS || words in OUTPUTS);
  if (known && known in OUTPUTS) return { entrypoint: OUTPUTS[known] };
  if (known) return { command: ["node", FRAMEWORKS[known] as string, ...rest] };
  const run = program === "bun" && rest[0] === "run" ? rest.slice(1) : rest;
  const words = program === "tsx" && run[0] === "watch" ? run.slice(1) : run;
  const at = words.findIndex(
    (word, index) => !word.startsWith("-") && !VALUED.includes(words[index - 1] ?? ""),
  );
  const entrypoint = words[at];
  if (!entrypoint) return undefined;
  if (RUNNERS.includes(program)) return { entrypoint };
  if (program === "bun") return { entrypoint, command: ["bun", ...words] };
  if (program !== "node" && program !== "nodejs") return undefined;
  const kept = words.filter((word, index) => !(index < at && /^--watch/.test(word)));
  return kept.length === 1 ? { entrypoint } : { entrypoint, command: ["node", ...kept] };
}

/** The script that `npm run x` runs. */
function scriptRun([program = "", ...rest]: string[]): string | undefined {
  if (!["npm", "pnpm", "yarn", "bun"].includes(program)) return undefined;
  return rest[0] === "run" ? rest[1] : program === "bun" ? undefined : rest[0];
}

/** Builds and type checks before the start belong to the build stage. */
function isBuild(part: string): boolean {
  return /^(npm|pnpm|yarn|bun)( run)? (build|compile)\b|^(npx )?tsc\b|^(nest|next|nuxt) build\b/.test(part);
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*=/.test(word);
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["']/g, ""));
}
