import { join, type Snapshot } from "../descriptor/snapshot.ts";
import type { Fact } from "../microservice.ts";
import { portFacts } from "./container.ts";
import { type Detection, fact, type Given, present, type Question } from "./detection.ts";
import { type Outside, together } from "./inputs.ts";
import { type Manifest, texts } from "./json.ts";
import { nodeInputs } from "./node-inputs.ts";
import { nodeManager } from "./node-manager.ts";
import {
  nodeWorkspace,
  PACKAGE,
  type PackageJson,
  readPackage,
  runtimeDependencies,
  type Workspace,
} from "./node-package.ts";
import { SERVERS } from "./node-site.ts";
import { parseStart, type Start } from "./node-start.ts";
import { seenFrom } from "./places.ts";
import { type VersionSource, versionFacts, versionFiles } from "./versions.ts";

/** Node: a `package.json`, by whatever package manager. */
export function detectNode(tree: Snapshot, given: Given = {}): Detection | undefined {
  const manifest = readPackage(tree);
  if (!manifest) return undefined;
  const workspace = nodeWorkspace(tree);
  const manager = nodeManager(tree, workspace, given.packageManager);
  const inputs: Outside = together(nodeInputs(tree, manifest, workspace, manager.name));
  const start = startOf(tree, manifest, given);
  const uses = Object.keys(runtimeDependencies(manifest.value));
  const starts = start.facts.some(({ field }) => field === "entrypoint" || field === "command");
  return {
    manifest: PACKAGE,
    name: typeof manifest.value.name === "string" ? manifest.value.name : undefined,
    rank:
      starts || given.entrypoint || start.choices.length || uses.some((name) => name in SERVERS)
        ? "service"
        : "tooling",
    facts: [
      ...nodeVersion(tree, manifest, workspace),
      ...manager.facts,
      ...(workspace ? [fact(tree, "workspace", workspace.place.tree.directory, workspace.place.from)] : []),
      ...start.facts,
      ...scriptFacts(tree, manifest, manager.name),
      ...portOf(tree, start.facts, uses),
      ...inputs.facts,
    ],
    choices: [...manager.choices, ...(starts ? [] : [start.choices[0] ?? NO_START])],
    faults: [...manifest.faults, ...inputs.faults],
  };
}

const NO_START: Question = {
  field: "entrypoint",
  values: [],
  expected: "a start script that is one command of node, main, bin, or a server.js or index.js",
  unless: ["command"],
};

/** Version files say more than `engines`, and the service's own more than those above. */
export function nodeVersion(
  tree: Snapshot,
  manifest: Manifest<PackageJson>,
  workspace: Workspace | undefined,
): Fact[] {
  const { own, above } = versionFiles(tree, [".nvmrc", ".node-version"], ["nodejs", "node"]);
  const root = workspace && readPackage(workspace.place.tree);
  const rootFile = workspace ? seenFrom(tree, workspace.place.tree, PACKAGE) : PACKAGE;
  const sources = [...own, ...engines(manifest, PACKAGE), ...above, ...(root ? engines(root, rootFile) : [])];
  // Odd releases of Node are short-lived: a range that ends in one means the one before.
  return versionFacts(sources, 1).map((found) =>
    found.field === "version" && Number(found.value) % 2 && isRange(sources, found)
      ? { ...found, value: String(Number(found.value) - 1) }
      : found,
  );
}

function isRange(sources: VersionSource[], { from }: Fact): boolean {
  return /</.test(sources.find((source) => source.from === from)?.text ?? "");
}

function engines({ value, line }: Manifest<PackageJson>, file: string): VersionSource[] {
  const found = (key: "volta" | "engines") => ({
    text: texts(value[key]).node ?? "",
    from: `${file}:${line(key, "node")}`,
  });
  return [found("volta"), found("engines")].filter(({ text }) => text);
}

interface Started {
  facts: Fact[];
  choices: Question[];
}

/** The first of: start script, main, bin, a file of a usual name. */
function startOf(tree: Snapshot, manifest: Manifest<PackageJson>, given: Given): Started {
  if (given.entrypoint) return { facts: [], choices: [] };
  const scripts = texts(manifest.value.scripts);
  if (scripts.start) {
    const start = parseStart("start", scripts);
    return { facts: start ? startFacts(tree, start, manifest.line("scripts", "start")) : [], choices: [] };
  }
  const { main, bin } = manifest.value;
  if (typeof main === "string" && isThere(tree, main, scripts)) {
    return {
      facts: [fact(tree, "entrypoint", fileOf(tree, main), PACKAGE, manifest.line("main"))],
      choices: [],
    };
  }
  const bins = [...new Set(typeof bin === "string" ? [bin] : Object.values(texts(bin)))].map((path) =>
    fileOf(tree, path),
  );
  if (bins.length > 1)
    return { facts: [], choices: [{ field: "entrypoint", values: bins, unless: ["command"] }] };
  if (bins[0])
    return { facts: [fact(tree, "entrypoint", bins[0], PACKAGE, manifest.line("bin"))], choices: [] };
  const usual = USUAL.find((path) => tree.has(path));
  return { facts: usual ? [fact(tree, "entrypoint", usual, usual)] : [], choices: [] };
}

/** Files that are started by habit, the likeliest first. */
const USUAL = ["", "src/"].flatMap((home) =>
  ["server", "index", "main", "app"].flatMap((name) =>
    ["js", "mjs", "cjs", "ts", "mts"].map((end) => `${home}${name}.${end}`),
  ),
);

function startFacts(
  tree: Snapshot,
  { entrypoint, command, variables }: Start,
  line: number | undefined,
): Fact[] {
  const plain = command?.map((word) => (word === entrypoint ? fileOf(tree, word) : word));
  const assigned = variables.filter((line) => !line.startsWith("NODE_ENV="));
  return present([
    entrypoint !== undefined && fact(tree, "entrypoint", fileOf(tree, entrypoint), PACKAGE, line),
    plain && fact(tree, "command", plain, PACKAGE, line),
    assigned.length > 0 && fact(tree, "variables", assigned, PACKAGE, line),
  ]);
}

/** The path as files have it: `.` and `./server` are short for one. */
function fileOf(tree: Snapshot, path: string): string {
  const plain = join(".", path);
  const stem = plain === "." ? "index" : plain;
  const ends = ["", ".js", ".mjs", ".cjs", ".ts", "/index.js", "/index.ts"];
  return (
    ends.map((end) => `${stem}${end}`).find((file) => tree.has(file)) ?? (plain === "." ? "index.js" : plain)
  );
}

/** A main that neither lies there nor can come of a build is a left-over of `npm init`. */
function isThere(tree: Snapshot, main: string, scripts: Record<string, string>): boolean {
  return tree.has(fileOf(tree, main)) || Boolean(scripts.build);
}

function scriptFacts(tree: Snapshot, manifest: Manifest<PackageJson>, manager: string): Fact[] {
  const { build, test } = texts(manifest.value.scripts);
  const isReal = test && !test.includes("no test specified");
  return present([
    build &&
      fact(tree, "buildCommand", [manager, "run", "build"], PACKAGE, manifest.line("scripts", "build")),
    isReal && fact(tree, "testCommand", [manager, "run", "test"], PACKAGE, manifest.line("scripts", "test")),
  ]);
}

/** `PORT=4000 node server.js` says it; else the framework's habit. */
function portOf(tree: Snapshot, facts: Fact[], uses: string[]): Fact[] {
  const start = facts.find(({ field }) => field === "variables");
  const port = (start?.value as string[] | undefined)?.find((line) => /^PORT=\d+$/.test(line))?.slice(5);
  return start && port
    ? [{ field: "port", value: Number(port), from: start.from }]
    : portFacts(tree, SERVERS, uses);
}
