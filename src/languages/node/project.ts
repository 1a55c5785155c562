import { type Detection, fact, type Overrides } from "../../detection/detection.ts";
import { seenFrom } from "../../detection/upward-search.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import { systemPackages } from "../system-packages.ts";
import { detectManager } from "./detect-manager.ts";
import { installInputs, nodeInputs } from "./inputs.ts";
import { linkedByLerna } from "./lerna.ts";
import { preparation } from "./lifecycle.ts";
import { type Needed, neededPackages } from "./local-packages.ts";
import { allDependencies, PACKAGE, type PackageJson, runtimeDependencies, scriptFacts } from "./package.ts";
import { nodeVersion } from "./version.ts";
import { nodeWorkspace, ownMembers, type Workspace } from "./workspace.ts";

/** What a package.json tells of how it is installed and built, be it a program's or a site's. */
export type Project = Detection & Required<Pick<Detection, "choices" | "faults">>;

export function projectOf(tree: Snapshot, manifest: Manifest<PackageJson>, given: Overrides): Project {
  const workspace = nodeWorkspace(tree);
  const groups = [...(workspace ? [workspace] : []), ownMembers(tree)];
  const { name } = manifest.value;
  const needed = neededPackages(tree, manifest, groups);
  const dependencies = dependenciesOf(
    manifest,
    groups.some(({ members }) => members.length > 0) || needed.found.length > 0,
  );
  const isEmpty = dependencies[0]?.value === "none";
  const manager = detectManager(tree, workspace, given.packageManager);
  return {
    manifest: PACKAGE,
    name: typeof name === "string" ? name : undefined,
    facts: [
      ...nodeVersion(tree, manifest, workspace),
      ...manager.facts,
      ...workspaceFacts(tree, workspace),
      ...scriptFacts(tree, manifest, manager.name),
      ...preparation(tree, manifest, workspace, manager.name, needed.ordered),
      ...nodeInputs(tree, workspace, manager.name, needed.found),
      ...installInputs(tree, workspace, manager.name, needed.found),
      ...dependencies,
      ...librariesOf(tree, manifest, needed.ordered),
    ],
    choices: manager.choices,
    faults: [...manifest.faults, ...needed.faults, ...(workspace ? [] : linkedByLerna(tree, manifest))],
    unlocked: isEmpty ? undefined : manager.unlocked,
  };
}

/** What packages of production need of a system: the service's own, and those of packages that it is built with. */
function librariesOf(tree: Snapshot, manifest: Manifest<PackageJson>, needed: Needed[]): Fact[] {
  const all = needed.flatMap(({ path, manifest }) => (manifest ? [{ path, manifest }] : []));
  const named = [{ path: tree.directory, manifest }, ...all].flatMap(({ path, manifest }) => {
    const file = seenFrom(tree, tree.root.under(path), PACKAGE);
    return Object.keys(runtimeDependencies(manifest.value)).map((name) => ({
      name,
      from: `${file}:${manifest.line("dependencies", name) ?? manifest.line("optionalDependencies", name)}`,
    }));
  });
  return systemPackages("node", named);
}

function workspaceFacts(tree: Snapshot, workspace: Workspace | undefined): Fact[] {
  return workspace ? [fact(tree, "workspace", workspace.place.tree.directory, workspace.place.from)] : [];
}

/** Nothing to install, or nothing for development alone: then one installation serves both. */
function dependenciesOf({ value }: Manifest<PackageJson>, hasOthers: boolean): Fact[] {
  if (hasOthers) return [];
  const all = { ...allDependencies(value), ...texts(value.peerDependencies) };
  if (!Object.keys(all).length)
    return [{ field: "dependencies", value: "none", from: `no dependencies in ${PACKAGE}` }];
  const isAll = !Object.keys(texts(value.devDependencies)).length;
  return isAll ? [{ field: "dependencies", value: "all", from: `no devDependencies in ${PACKAGE}` }] : [];
}
