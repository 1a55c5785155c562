import type { Fact } from "../../microservice.ts";

/** Scripts that build wherever a package is deployed: npm's habit, and what hosts run in its place. */
const BUILDS = ["build", "heroku-postbuild"];

/** Those that build where something must: elsewhere they may only judge types, or bundle for a test. */
const MAKING = ["build:prod", "build:production", "build:server", "compile", "bundle", "transpile", "tsc"];

/** The script that a deployment runs. */
export function buildScript(scripts: Record<string, string>): string | undefined {
  return BUILDS.find((name) => scripts[name]);
}

/** The script that makes what is started and isn't there: a known name, or the only one that says that it builds. */
export function makingScript(scripts: Record<string, string>): string | undefined {
  const named = Object.keys(scripts).filter((name) => /^build:|:build$/.test(name));
  return [...BUILDS, ...MAKING].find((name) => scripts[name]) ?? (named.length === 1 ? named[0] : undefined);
}

/** What is said of a start, as far as it concerns what is built for it. */
export interface BuiltStart {
  /** Commands that run before it and build. */
  builds: string[];
  /** Where they stand. */
  from: string;
  /** Whether the file that is started is among the sources, or something else makes it. */
  isThere: boolean;
}

/**
 * What is built for a start, where its package's build script alone doesn't do it: `tsc && node dist/server.js`.
 *
 * By npm whoever installs: Node brings it, and it finds programs of packages as all managers lay them out.
 */
export function buildFacts(
  scripts: Record<string, string>,
  manager: string,
  lineOf: (script: string) => string,
  { builds, from, isThere }: BuiltStart,
): Fact[] {
  const usual = buildScript(scripts);
  const others = builds.filter((one) => !isDone(scripts, usual, one));
  const [only = ""] = others;
  const [, script = ""] = usual || others.length > 1 ? [] : (RUN.exec(only) ?? []);
  const making = others.length ? script : usual || isThere ? undefined : makingScript(scripts);
  if (making) return [{ field: "buildCommand", value: [manager, "run", making], from: lineOf(making) }];
  if (!others.length) return [];
  const all = [...(usual ? [`${manager} run ${usual}`] : []), ...others].join(" && ");
  return [{ field: "buildCommand", value: ["npm", "exec", "--call", all], from }];
}

/** `npm run build`, as each manager spells it. */
const RUN = /^(?:npm|pnpm|yarn|bun)(?: run)?(?: -s)? ([\w:-]+)$/;

/** Whether the usual build does it already. */
function isDone(scripts: Record<string, string>, usual: string | undefined, one: string): boolean {
  if (usual === undefined) return false;
  const script = RUN.exec(one)?.[1];
  return script === usual || [script && scripts[script], one].includes(scripts[usual]);
}
