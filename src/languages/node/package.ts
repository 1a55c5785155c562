import { fact, present } from "../../detection/detection.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, readJson, texts } from "../../manifests/json.ts";
import { fieldOf, yamlValues } from "../../manifests/yaml.ts";
import type { Fact, FactField } from "../../microservice.ts";
import { buildScript } from "./build-script.ts";

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
  peerDependencies: unknown;
  resolutions: unknown;
  pnpm: { patchedDependencies?: unknown };
  prisma: { schema?: unknown };
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

/** One field of a YAML file that needn't be well-formed: its own tool judges it. */
export function yamlField(text: string | undefined, name: string): unknown {
  return fieldOf(yamlValues(text)[0], name);
}

/** What its manager runs by name: the build, the tests unless npm's own placeholder stands for them, the linter. */
export function scriptFacts(tree: Snapshot, manifest: Manifest<PackageJson>, manager: string): Fact[] {
  const scripts = texts(manifest.value.scripts);
  const { test, lint } = scripts;
  const build = buildScript(scripts);
  const command = (field: FactField, name: string) =>
    fact(tree, field, [manager, "run", name], PACKAGE, manifest.line("scripts", name));
  const isReal = test && !test.includes("no test specified");
  return present([
    build && command("buildCommand", build),
    isReal && command("testCommand", "test"),
    lint && command("lintCommand", "lint"),
  ]);
}
