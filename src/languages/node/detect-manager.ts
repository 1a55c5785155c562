import { fact, type Question } from "../../detection/detection.ts";
import { recipeOf } from "../../detection/recipe/recipe.ts";
import { seenFrom } from "../../detection/upward-search.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import { lockedBy } from "./lockfile-version.ts";
import { allDependencies, PACKAGE, readPackage, yamlField } from "./package.ts";
import type { Workspace } from "./workspace.ts";

/** Lockfile to the package manager that writes it. */
const LOCKFILES: Record<string, string> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};

const MANAGERS = [...new Set(Object.values(LOCKFILES))];

export interface DetectedManager {
  name: string;
  facts: Fact[];
  choices: Question[];
  /** Where no lockfile of it pins what it installs. */
  unlocked?: Fault;
}

/** Who installs: what `packageManager` says, else who wrote the lockfile, here or in the workspace. */
export function detectManager(
  tree: Snapshot,
  workspace: Workspace | undefined,
  given?: string,
): DetectedManager {
  const trees = workspace ? [tree, workspace.place.tree] : [tree];
  const found = trees.map((each) => declared(tree, each)).find(Boolean) ?? locked(tree, trees, given);
  const name = given ?? (found.name || "npm");
  const facts = name === found.name ? found.facts : [];
  const isKnown = facts.some(({ field }) => field === "packageManagerVersion");
  const version = isKnown ? [] : versionOf(tree, trees, name);
  return {
    name,
    facts: [...facts, ...version],
    choices: found.choices,
    unlocked: found.choices.length ? undefined : unlocked(trees, name),
  };
}

function unlocked(trees: Snapshot[], name: string): Fault | undefined {
  const files = Object.keys(LOCKFILES).filter((file) => LOCKFILES[file] === name);
  // npm reads the lockfile of a workspace's root alone; pnpm's members may have their own.
  const read = name === "pnpm" ? trees : trees.slice(-1);
  if (read.some((each) => files.some((file) => each.has(file)))) return undefined;
  const where =
    trees.length > 1 ? ` in ${trees.at(-1)?.directory === "." ? "the root" : trees.at(-1)?.directory}` : "";
  const hint = `run ${name} install${where} and commit ${files[0]}`;
  return { file: PACKAGE, message: "no lockfile pins what it installs", hint };
}

/** Corepack's field, or npm's younger one. */
function declared(tree: Snapshot, from: Snapshot): DetectedManager | undefined {
  const manifest = readPackage(from);
  if (!manifest) return undefined;
  const { packageManager, devEngines } = manifest.value;
  const file = seenFrom(tree, from, PACKAGE);
  const [, name, version] = /^([a-z]+)(?:@(\d[\w.-]*))?/.exec(String(packageManager ?? "")) ?? [];
  const younger = devEngines?.packageManager;
  const line = manifest.line(...(name ? ["packageManager"] : ["devEngines", "packageManager"]));
  const chosen = name ?? (typeof younger?.name === "string" ? younger.name : "");
  if (!MANAGERS.includes(chosen)) return undefined;
  const facts = [fact(from, "packageManager", chosen, file, line)];
  if (version) facts.push(fact(from, "packageManagerVersion", version, file, line));
  return { name: chosen, facts, choices: [] };
}

function locked(tree: Snapshot, trees: Snapshot[], given: string | undefined): DetectedManager {
  for (const from of trees) {
    const files = Object.keys(LOCKFILES).filter((file) => from.has(file));
    const names = [...new Set(files.map((file) => LOCKFILES[file] as string))];
    const recipe = names.length > 1 && !given ? recipeManager(tree, names) : undefined;
    const name = given && names.includes(given) ? given : (recipe?.name ?? (names[0] as string));
    const file = files.find((each) => LOCKFILES[each] === name);
    if (!file) continue;
    const choices: Question[] =
      names.length > 1 && !given && !recipe ? [{ field: "packageManager", values: names }] : [];
    const told = recipe?.fact ?? fact(from, "packageManager", name, seenFrom(tree, from, file));
    return { name, facts: choices.length ? [] : [told], choices };
  }
  const settled = given ? undefined : settledBy(tree, trees);
  if (settled) return { name: String(settled.value), facts: [settled], choices: [] };
  if (linksMembers(tree) && !given)
    return {
      name: "npm",
      facts: [],
      choices: [{ field: "packageManager", values: ["pnpm", "yarn", "bun"] }],
    };
  return {
    name: "npm",
    facts: [{ field: "packageManager", value: "npm", from: "default of node" }],
    choices: [],
  };
}

/** Settings that only one manager reads. */
const SETTINGS: Record<string, string> = {
  "pnpm-workspace.yaml": "pnpm",
  ".yarnrc.yml": "yarn",
  "bunfig.toml": "bun",
};

function settledBy(tree: Snapshot, trees: Snapshot[]): Fact | undefined {
  for (const from of trees) {
    const file = Object.keys(SETTINGS).find((each) => from.has(each));
    if (file) return fact(from, "packageManager", SETTINGS[file] as string, seenFrom(tree, from, file));
  }
  return undefined;
}

/** `workspace:*` is a version to all managers but npm. */
function linksMembers(tree: Snapshot): boolean {
  const manifest = readPackage(tree);
  const ranges = manifest ? Object.values(allDependencies(manifest.value)) : [];
  return ranges.some((range) => range.startsWith("workspace:"));
}

/** The one of several that the service's own Dockerfile runs. */
function recipeManager(tree: Snapshot, names: string[]): { name: string; fact: Fact } | undefined {
  const recipe = recipeOf(tree);
  const runs = recipe?.stages.flatMap((stage) => stage.runs) ?? [];
  const called = names.flatMap((name) => {
    const run = runs.find(({ value }) => new RegExp(`(^|[\\s;&|(])${name}\\s`).test(`${value} `));
    return run && recipe ? [{ name, fact: fact(tree, "packageManager", name, recipe.file, run.line) }] : [];
  });
  return called.length === 1 ? called[0] : undefined;
}

/** Where nothing says the version: what the settings or the lockfile tell of it. */
function versionOf(tree: Snapshot, trees: Snapshot[], name: string): Fact[] {
  const file = name === "pnpm" ? "pnpm-lock.yaml" : "yarn.lock";
  const from = /^(pnpm|yarn)$/.test(name) ? trees.find((each) => each.has(file)) : undefined;
  const settled = name === "yarn" ? yarnVersion(tree, trees) : undefined;
  if (settled && !/^[14]$/.test(String(settled.value))) return [settled];
  const locked = from && lockedBy(from, name);
  if (!from || !locked) return settled ? [settled] : [];
  return [fact(from, "packageManagerVersion", locked.version, seenFrom(tree, from, file), locked.line)];
}

/** Classic and berry share a name and a lockfile's name; nearly always only berry has a .yarnrc.yml. */
function yarnVersion(tree: Snapshot, trees: Snapshot[]): Fact {
  const from = trees.find((each) => each.has(".yarnrc.yml"));
  if (!from) return { field: "packageManagerVersion", value: "1", from: "no .yarnrc.yml" };
  const release = /yarn-(\d[\w.-]*?)\.c?js/.exec(
    String(yamlField(from.text(".yarnrc.yml"), "yarnPath") ?? ""),
  )?.[1];
  return fact(from, "packageManagerVersion", release ?? "4", seenFrom(tree, from, ".yarnrc.yml"), /yarnPath/);
}
