import { parse } from "yaml";
import { fact, present } from "../../detection/detection.ts";
import { covering, type Place, places } from "../../detection/places.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, readJson, texts } from "../../manifests/json.ts";
import type { Fact, FactField } from "../../microservice.ts";

/** The fields of a package.json that detection reads; any may hold anything. */
export interface PackageJson {
  name: unknown;
  main: unknown;
  module: unknown;
  bin: unknown;
  scripts: unknown;
  engines: unknown;
  volta: unknown;
  packageManager: unknown;
  devEngines: { packageManager?: { name?: unknown; version?: unknown } };
  workspaces: unknown;
  dependencies: unknown;
  devDependencies: unknown;
  optionalDependencies: unknown;
}

export const PACKAGE = "package.json";

export function readPackage(tree: Snapshot): Manifest<PackageJson> | undefined {
  return readJson<PackageJson>(tree, PACKAGE);
}

/** Dependencies at run time, with their ranges. */
export function runtimeDependencies(value: Partial<PackageJson>): Record<string, string> {
  return { ...texts(value.optionalDependencies), ...texts(value.dependencies) };
}

/** Dependencies of both kinds. */
export function allDependencies(value: Partial<PackageJson>): Record<string, string> {
  return { ...texts(value.devDependencies), ...runtimeDependencies(value) };
}

/** A workspace above the service that has it as a member. */
export interface Workspace {
  place: Place;
  /** Directories of all members, relative to the source root. */
  members: string[];
}

/** The nearest workspace whose patterns cover the service. */
export function nodeWorkspace(tree: Snapshot): Workspace | undefined {
  for (const place of places(tree.above(), tree, ["pnpm-workspace.yaml", PACKAGE])) {
    const patterns = patternsOf(place);
    const own =
      place.tree.directory === "." ? tree.directory : tree.directory.slice(place.tree.directory.length + 1);
    if (covering(patterns)(own)) return { place, members: membersOf(place.tree, patterns) };
  }
  return undefined;
}

/** A workspace's member patterns; `{ packages: [] }` is yarn's and bun's other spelling. */
function patternsOf({ tree, file }: Pick<Place, "tree" | "file">): string[] {
  const listed =
    file === PACKAGE ? readPackage(tree)?.value.workspaces : yamlField(tree.text(file), "packages");
  const list = Array.isArray(listed) ? listed : (listed as { packages?: unknown } | undefined)?.packages;
  return Array.isArray(list) ? list.filter((pattern): pattern is string => typeof pattern === "string") : [];
}

function membersOf(base: Snapshot, patterns: string[]): string[] {
  const isMember = covering(patterns);
  const directories = base.named(PACKAGE).map((path) => join(path, ".."));
  return directories
    .filter((path) => path !== "." && isMember(path))
    .map((path) => join(base.directory, path));
}

/** One field of a YAML file that needn't be well-formed: its own tool judges it. */
export function yamlField(text: string | undefined, name: string): unknown {
  try {
    return (parse(text ?? "") as Record<string, unknown> | null)?.[name];
  } catch {
    return undefined;
  }
}

/** What its manager runs by name: the build, the tests unless npm's own placeholder stands for them, the linter. */
export function scriptFacts(tree: Snapshot, manifest: Manifest<PackageJson>, manager: string): Fact[] {
  const { build, test, lint } = texts(manifest.value.scripts);
  const command = (field: FactField, name: string) =>
    fact(tree, field, [manager, "run", name], PACKAGE, manifest.line("scripts", name));
  const isReal = test && !test.includes("no test specified");
  return present([
    build && command("buildCommand", "build"),
    isReal && command("testCommand", "test"),
    lint && command("lintCommand", "lint"),
  ]);
}
