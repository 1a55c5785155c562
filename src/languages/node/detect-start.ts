import { type Overrides, present, type Question } from "../../detection/detection.ts";
import { dockerfileCommand } from "../../detection/dockerfile-command.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import { foreignAdapter } from "./adapters.ts";
import type { BuiltStart } from "./build-script.ts";
import { allDependencies, PACKAGE, type PackageJson, readPackage, runtimeDependencies } from "./package.ts";
import { type Context, isUnclear, type NodeProgram } from "./program.ts";
import { fileStart, likelyStarts, missing, type StartPlace, saidStarts } from "./start.ts";
import type { Workspace } from "./workspace.ts";

/** What starts a package, as far as its files tell. */
export interface Started {
  facts: Fact[];
  choices: Question[];
  warnings: Fault[];
  /** What is built for it. */
  built?: BuiltStart;
  /** True where something is meant to be started, even if it isn't clear what. */
  isStarted: boolean;
}

/** What a package is looked at with. */
export interface Package {
  tree: Snapshot;
  manifest: Manifest<PackageJson>;
  workspace: Workspace | undefined;
  given: Overrides;
  /** Something runs before the build, which may make what is started. */
  isPrepared: boolean;
}

/** The first of: Procfile, start script, Dockerfile, main, bin, a framework's habit, a file of a usual name. */
export function detectStart(one: Package): Started {
  const context = startContext(one);
  const { entrypoint } = one.given;
  if (entrypoint)
    return clear(one, { from: "service.yaml", text: entrypoint, found: fileStart(context, entrypoint) });
  const said = judged(one, context, saidStarts(context, one.manifest));
  if (said.first) return clear(one, withArguments(context, said.first));
  const decided = said.unclear.filter(
    ({ found, isDecisive }) => isDecisive && isUnclear(found) && !found.isDevelopment,
  );
  if (decided.length) return open(decided);
  const adapter = foreignAdapter(one.tree, one.manifest);
  if (adapter) return { facts: [], warnings: [], choices: [{ ...QUESTION, ...adapter }], isStarted: true };
  const likely = judged(one, context, likelyStarts(context, one.manifest));
  return likely.first ? clear(one, likely.first) : open([...said.unclear, ...likely.unclear]);
}

/** Arguments that only the Dockerfile gives to the file that is started. */
function withArguments(context: Context, first: StartPlace): StartPlace {
  const { found } = first;
  const line = dockerfileCommand(context.tree, context.port);
  if (!line || isUnclear(found) || found.command.join(" ") !== `node ${found.entrypoint}`) return first;
  const [program, file = "", ...given] = line.words;
  const isSame = program === "node" && `/${file}`.endsWith(`/${found.entrypoint}`);
  if (!isSame || !given.length || line.refused) return first;
  return { ...first, from: line.from, found: { ...found, command: [...found.command, ...given] } };
}

/** What lines of a package's start are read with. */
export function startContext({
  tree,
  manifest,
  workspace,
  given,
}: Pick<Package, "tree" | "manifest" | "workspace" | "given">): Context {
  const root = workspace && readPackage(workspace.place.tree)?.value;
  const uses = { ...allDependencies(manifest.value), ...allDependencies(root ?? {}) };
  const scripts = texts(manifest.value.scripts);
  return { tree, scripts, uses: new Set(Object.keys(uses)), port: given.port ?? 3000, depth: 0 };
}

/** The first that is clear and can be there, and those before it with what is wrong. */
function judged(
  one: Package,
  context: Context,
  all: Iterable<StartPlace>,
): { first?: StartPlace; unclear: StartPlace[] } {
  const unclear: StartPlace[] = [];
  for (const said of all) {
    // Which of several programs is meant, only a place that speaks of production says.
    if (unclear.some(isAmong) && !said.isProduction) continue;
    const why = isUnclear(said.found) ? undefined : missing(context, said.found, one.isPrepared);
    if (!isUnclear(said.found) && !why) return { first: said, unclear };
    unclear.push(why ? { ...said, found: why } : said);
  }
  return { unclear };
}

function isAmong({ found, isDecisive }: StartPlace): boolean {
  return Boolean(isDecisive && isUnclear(found) && found.among);
}

/** Facts of what is started, and a warning where that needs what only development has. */
function clear(one: Package, { found, from }: StartPlace): Started {
  if (isUnclear(found)) return open([{ found, from, text: "" }]);
  const { command, entrypoint, directory, variables = [], builds = [] } = found;
  const isPlain = entrypoint !== undefined && command.length === 2 && command[0] === "node" && !directory;
  const assigned = variables.filter((line) => !line.startsWith("NODE_ENV="));
  const beyond = developmentOnly(one, found);
  const facts = present<Fact>([
    entrypoint !== undefined &&
      !one.given.entrypoint && { field: "entrypoint", value: join(directory ?? ".", entrypoint), from },
    !isPlain && { field: "command", value: command, from },
    directory !== undefined && { field: "startDirectory", value: directory, from },
    assigned.length > 0 && { field: "variables", value: assigned, from },
    beyond && { field: "dependencies", value: "all", from },
  ]);
  const path = entrypoint && join(directory ?? ".", entrypoint);
  const isThere = !path || one.isPrepared || path.startsWith("node_modules/") || one.tree.has(path);
  const within = builds.length && directory ? [`cd ${directory}`, ...builds] : builds;
  const built = { builds: within, from, isThere };
  return { facts, choices: [], warnings: beyond ? [beyond] : [], built, isStarted: true };
}

/** A start that loads a package of development, or compiles with whatever there is: the image then has them all. */
function developmentOnly({ manifest }: Package, { packages, needsAll }: NodeProgram): Fault | undefined {
  const atRunTime = runtimeDependencies(manifest.value);
  const [name] = packages.filter((each) => !(each in atRunTime));
  const all = Object.keys(texts(manifest.value.devDependencies));
  if (name === undefined && !(needsAll && all.length)) return undefined;
  const message = name
    ? `${name} starts it and is no production dependency, so the image has all dependencies`
    : `${packages[0]} compiles as it runs, so the image has all dependencies`;
  const hint = name
    ? `move ${name} to dependencies`
    : "compile it in a build script, and start what that makes";
  const line = name && manifest.line("devDependencies", name);
  return { file: PACKAGE, ...(line && { line }), message, hint };
}

const QUESTION: Question = {
  field: "entrypoint",
  values: [],
  expected: "a start script that is one command of node, main, bin, or a server.js or index.js",
  unless: ["command"],
};

/** Asks, with what the likeliest place says and why that isn't enough. */
function open(unclear: StartPlace[]): Started {
  const nothing = { facts: [], warnings: [] };
  const spoken = unclear.filter(({ isDecisive }) => isDecisive);
  const [said = unclear[0]] = spoken;
  if (!said || !isUnclear(said.found)) return { ...nothing, choices: [QUESTION], isStarted: false };
  const { why, hint, command, member, among } = said.found;
  if (among) return { ...nothing, choices: [{ ...QUESTION, values: among }], isStarted: true };
  const told = `${said.from}${said.text && ` starts "${said.text}", but`} ${why}`;
  const choice = command
    ? { ...QUESTION, field: "command" as const, values: [`[${command.join(", ")}]`], why: told }
    : { ...QUESTION, why: told, ...(hint && { hint }) };
  return { ...nothing, choices: [choice], isStarted: member === undefined && spoken.length > 0 };
}
