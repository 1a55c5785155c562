import { seenFrom } from "../../detection/upward-search.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, readJson } from "../../manifests/json.ts";
import type { Fault } from "../../yaml/fault.ts";
import { allDependencies, PACKAGE, type PackageJson } from "./package.ts";
import { membersOf } from "./workspace.ts";

const SETTINGS = "lerna.json";

/**
 * Packages that Lerna linked by itself up to version 6: a manager takes those of the same names from a registry, where
 * they may be anything. https://lerna.js.org/docs/legacy-package-management
 */
export function linkedByLerna(tree: Snapshot, { value, line }: Manifest<PackageJson>): Fault[] {
  const from = tree.above().find((each) => each.has(SETTINGS));
  if (!from) return [];
  const { packages = ["packages/*"] } = readJson<{ packages: unknown }>(from, SETTINGS)?.value ?? {};
  const patterns = [packages].flat().filter((pattern) => typeof pattern === "string");
  const { byName } = membersOf(from, patterns);
  const hint = `name its directory in \`workspaces\` of ${seenFrom(tree, from, PACKAGE)}`;
  return Object.entries(allDependencies(value))
    .filter(([name, range]) => byName.has(name) && !/^(file|link|portal|workspace):/.test(range))
    .map(([name]) => ({
      file: PACKAGE,
      line: line(name),
      message: `${name} is a package of ${SETTINGS}'s, which Lerna alone links`,
      hint,
    }));
}
