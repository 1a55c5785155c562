import { fact, type Given, present, type Question } from "../../detection/detection.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import { allDependencies, PACKAGE, type PackageJson } from "./package.ts";
import { frameworkStart, parseStart, type Start } from "./start.ts";

/** What starts a package, as far as its files tell. */
export interface Started {
  facts: Fact[];
  choices: Question[];
  /** True where something is meant to be started, even if it isn't clear what. */
  isStarted: boolean;
}

/** The first of: start script, main, bin, a file of a usual name. */
export function startOf(tree: Snapshot, manifest: Manifest<PackageJson>, given: Given): Started {
  if (given.entrypoint) return { facts: [], choices: [], isStarted: true };
  const scripts = texts(manifest.value.scripts);
  if (scripts.start) return { ...started(byScript(tree, manifest, scripts)), isStarted: true };
  const { main, bin } = manifest.value;
  if (typeof main === "string" && isThere(tree, main, scripts)) {
    return started([fact(tree, "entrypoint", fileOf(tree, main), PACKAGE, manifest.line("main"))]);
  }
  const bins = [...new Set(typeof bin === "string" ? [bin] : Object.values(texts(bin)))];
  const files = bins.map((path) => fileOf(tree, path));
  if (files.length > 1) return { facts: [], choices: [{ ...QUESTION, values: files }], isStarted: true };
  if (files[0]) return started([fact(tree, "entrypoint", files[0], PACKAGE, manifest.line("bin"))]);
  const framework = frameworkStart(Object.keys(allDependencies(manifest.value)));
  if (framework) return started(startFacts(tree, framework.start, `default of ${framework.name}`));
  const usual = USUAL.find((path) => tree.has(path));
  return started(usual ? [fact(tree, "entrypoint", usual, usual)] : []);
}

const QUESTION: Question = {
  field: "entrypoint",
  values: [],
  expected: "a start script that is one command of node, main, bin, or a server.js or index.js",
  unless: ["command"],
};

function started(facts: Fact[]): Started {
  return { facts, choices: facts.length ? [] : [QUESTION], isStarted: facts.length > 0 };
}

function byScript(tree: Snapshot, { line }: Manifest<PackageJson>, scripts: Record<string, string>): Fact[] {
  const start = parseStart("start", scripts);
  return start ? startFacts(tree, start, `${PACKAGE}:${line("scripts", "start")}`) : [];
}

/** Files that are started by habit, the likeliest first. */
const USUAL = ["", "src/"].flatMap((home) =>
  ["server", "index", "main", "app"].flatMap((name) =>
    ["js", "mjs", "cjs", "ts", "mts"].map((end) => `${home}${name}.${end}`),
  ),
);

function startFacts(tree: Snapshot, { entrypoint, command, variables }: Start, from: string): Fact[] {
  const plain = command?.map((word) => (word === entrypoint ? fileOf(tree, word) : word));
  const assigned = variables.filter((line) => !line.startsWith("NODE_ENV="));
  return present([
    entrypoint !== undefined && { field: "entrypoint" as const, value: fileOf(tree, entrypoint), from },
    plain && { field: "command" as const, value: plain, from },
    assigned.length > 0 && { field: "variables" as const, value: assigned, from },
  ]);
}

/** The path as files have it: `.` and `./server` are short for one. */
function fileOf(tree: Snapshot, path: string): string {
  const plain = join(".", path);
  const stem = plain === "." ? "index" : plain;
  const ends = ["", ".js", ".mjs", ".cjs", ".ts", "/index.js", "/index.ts"];
  const found = ends.map((end) => `${stem}${end}`).find((file) => tree.has(file));
  // What a build leaves isn't there yet: `dist/main` will be a file.
  return found ?? (/\.[a-z]+$/.test(stem) ? stem : `${stem}.js`);
}

/** A main that neither lies there nor can come of a build is a left-over of `npm init`. */
function isThere(tree: Snapshot, main: string, scripts: Record<string, string>): boolean {
  return tree.has(fileOf(tree, main)) || Boolean(scripts.build);
}

/** Where a script may lie that Node is given; nowhere yet where a build makes it. */
export function scriptPlaces(entrypoint: string, tree: Snapshot): string[] | undefined {
  const path = join(".", entrypoint);
  const [top = ""] = path.split("/");
  if (!tree.hasDirectory(top) || OUTPUTS.includes(top)) return undefined;
  return ["", ".js", ".mjs", ".cjs", ".ts", "/index.js", "/index.ts"].map((end) => `${path}${end}`);
}

/** Where builds leave what they make. */
const OUTPUTS = ["dist", "build", "lib", "out", ".output", ".next"];
