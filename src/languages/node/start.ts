import { dockerfileCommand } from "../../detection/dockerfile-command.ts";
import { procfileLine } from "../../detection/procfile.ts";
import type { StartLine } from "../../detection/start-line.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import { settingOf, settingsOf } from "../../manifests/settings.ts";
import { buildScript, makingScript } from "./build-script.ts";
import { isForBun } from "./bun.ts";
import { fileOf, isOutput } from "./files.ts";
import { DEFAULTS, FOLDERS } from "./frameworks.ts";
import { nestOutput } from "./nest.ts";
import { isNxApplication } from "./nx.ts";
import { PACKAGE, type PackageJson } from "./package.ts";
import { packageWithProgram } from "./package-programs.ts";
import { type Context, isUnclear, type NodeProgram, type Unclear } from "./program.ts";
import { commandProgram } from "./programs.ts";
import { scriptProgram, startProgram } from "./script.ts";

/** What a place says of the start: `package.json:4`, with its words. */
export interface StartPlace {
  from: string;
  /** As it is written there, for a message. */
  text: string;
  /** Whether it alone decides, so that nothing else is asked where it is unclear. */
  isDecisive?: boolean;
  /** Whether it speaks of what is deployed, and not of developing. */
  isProduction?: boolean;
  found: NodeProgram | Unclear;
}

/** Scripts that start a program, the likeliest first, should `start` be for development. */
const SCRIPTS = [
  "start",
  "start:prod",
  "start:production",
  "start-prod",
  "production",
  "prod",
  "serve",
  "server",
  "preview",
];

/** Angular's name for the one that starts what renders: `serve:ssr:shop`. https://angular.dev/guide/ssr */
const RENDERING = /^serve:ssr(:|$)/;

/** Places that say what is started, the one that counts most first. */
export function* saidStarts(context: Context, manifest: Manifest<PackageJson>): Generator<StartPlace> {
  const procfile = procfileLine(context.tree, context.port);
  if (procfile) yield { ...spoken(context, procfile), isDecisive: true };
  const rendering = Object.keys(context.scripts).filter((name) => RENDERING.test(name));
  for (const name of [...SCRIPTS, ...rendering]) {
    if (!context.scripts[name]) continue;
    const from = `${PACKAGE}:${manifest.line("scripts", name)}`;
    const found = scriptProgram(context, name);
    const isProduction = name.includes("prod");
    yield { from, text: context.scripts[name], found, isDecisive: name === "start", isProduction };
  }
  const recipe = dockerfileCommand(context.tree, context.port);
  if (recipe) yield spoken(context, recipe);
  const named = namedStarts(context, manifest);
  const clear = named.filter(({ found }) => !isUnclear(found));
  const among = clear.flatMap(({ found }) => (isUnclear(found) ? [] : (found.entrypoint ?? [])));
  if (clear.length < 2) yield* clear;
  else yield { ...(named[0] as StartPlace), text: "", found: { why: "starts several programs", among } };
}

/** Scripts that start a program each, of those that a package has: `start:api`, `start:worker`. */
function namedStarts(context: Context, manifest: Manifest<PackageJson>): StartPlace[] {
  const names = Object.keys(context.scripts).filter((name) => NAMED.test(name) && !SCRIPTS.includes(name));
  return names.map((name) => ({
    from: `${PACKAGE}:${manifest.line("scripts", name)}`,
    text: context.scripts[name] as string,
    found: scriptProgram(context, name),
  }));
}

const NAMED = /^(start|serve)[:-](?!.*(dev|debug|watch|test|local|docker|mock|e2e|ssr))/;

function spoken(context: Context, line: StartLine): StartPlace {
  const found = startProgram(context, line);
  return { from: line.from, text: line.words.join(" "), found, isProduction: true };
}

/** What a manifest says of a package to load, a framework's habit, a file by its name. */
export function* likelyStarts(
  context: Context,
  { value, line }: Manifest<PackageJson>,
): Generator<StartPlace> {
  const { tree } = context;
  const said = (file: string, from: string): StartPlace => ({
    from,
    text: file,
    found: fileStart(context, file),
  });
  if (typeof value.main === "string" && isThere(tree, value.main, context.scripts))
    yield said(value.main, `${PACKAGE}:${line("main")}`);
  // A program for command lines is no service where a Dockerfile starts something else.
  const isImage = dockerfileCommand(tree, context.port) !== undefined;
  const bins = isImage
    ? []
    : [...new Set(typeof value.bin === "string" ? [value.bin] : Object.values(texts(value.bin)))];
  const from = `${PACKAGE}:${line("bin")}`;
  if (bins.length === 1) yield said(bins[0] as string, from);
  if (bins.length > 1) {
    const among = bins.map((bin) => fileOf(tree, bin));
    yield { from, text: "", found: { why: "has several programs", among } };
  }
  const framework = Object.keys(DEFAULTS).find((name) => context.uses.has(name));
  if (framework) yield habitOf(context, framework);
  // What Nx builds isn't started as its sources lie there.
  const isBuilt = buildScript(context.scripts) !== undefined || isNxApplication(tree);
  const usual = isBuilt ? undefined : USUAL.find((path) => tree.has(path));
  if (usual) yield said(usual, usual);
}

/** What starts a framework's build, in the folder that its settings name. */
function habitOf(context: Context, framework: string): StartPlace {
  const nest = framework === "@nestjs/core" ? nestOutput(context.tree) : undefined;
  if (nest) return { from: nest.from, text: nest.file, found: commandProgram(context, ["node", nest.file]) };
  const usual = DEFAULTS[framework] as string[];
  const { file, field, folder } = FOLDERS[framework] ?? {};
  const settings = file && settingsOf(context.tree, [file]);
  const setting = settings && field ? settingOf(settings, field) : undefined;
  if (!settings || !setting)
    return { from: `default of ${framework}`, text: usual.join(" "), found: commandProgram(context, usual) };
  const from = `${settings.file}:${setting.line}`;
  if ("computed" in setting) return { from, text: "", found: { why: `computes ${field}` } };
  const words = usual.map((word) =>
    word.startsWith(`${folder}/`) ? join(setting.value, word.slice(`${folder}/`.length)) : word,
  );
  return { from, text: words.join(" "), found: commandProgram(context, words) };
}

/** Files that are started by habit, the likeliest first. */
const USUAL = ["", "src/"].flatMap((home) =>
  ["server", "index", "main", "app"].flatMap((name) =>
    ["js", "mjs", "cjs", "ts", "mts"].map((end) => `${home}${name}.${end}`),
  ),
);

/** A main that neither lies there nor can come of a build is a left-over of `npm init`. */
function isThere(tree: Snapshot, main: string, scripts: Record<string, string>): boolean {
  const file = fileOf(tree, main);
  return tree.has(file) || (makingScript(scripts) !== undefined && isOutput(tree, file));
}

/** A file alone: TypeScript by the runner that is among the dependencies, or by Bun where it is written for that. */
export function fileStart(context: Context, file: string): NodeProgram | Unclear {
  const path = fileOf(context.tree, file);
  if (!/\.[cm]?tsx?$/.test(path)) return commandProgram(context, ["node", path]);
  const runner = ["tsx", "ts-node"].find((name) => packageWithProgram(context, name));
  return commandProgram(context, [runner ?? (isForBun(context) ? "bun" : "node"), path]);
}

/** What a start lacks: a package that is none of the dependencies, a file that nothing makes. */
export function missing(
  { tree, scripts, uses }: Context,
  program: NodeProgram,
  isPrepared: boolean,
): Unclear | undefined {
  const { entrypoint, directory = ".", builds = [], packages } = program;
  const [unknown] = directory === "." ? packages.filter((name) => !uses.has(name)) : [];
  if (unknown)
    return { why: `${unknown} is none of the dependencies`, hint: `add ${unknown} to dependencies` };
  const path = entrypoint && join(directory, entrypoint);
  if (!path || path.startsWith("node_modules/") || tree.has(path)) return undefined;
  const isMade = isPrepared || builds.length > 0 || makingScript(scripts) !== undefined;
  if (isMade) return undefined;
  const hint = /\.[cm]?js$/.test(path)
    ? `give it a build script that makes ${path}, or say \`entrypoint: …\` in service.yaml`
    : undefined;
  return { why: `there is no ${path}, and no build script that would make it`, hint };
}
