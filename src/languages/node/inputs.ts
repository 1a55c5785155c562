import { inputsFrom, type Outside, outside } from "../../detection/inputs.ts";
import { seenFrom } from "../../detection/places.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Manifest } from "../../manifests/json.ts";
import { allDependencies, PACKAGE, type PackageJson, readPackage, type Workspace } from "./package.ts";

/** Files of a workspace's root that an installation reads. */
const SHARED = [
  PACKAGE,
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  ".pnpmfile.cjs",
  "yarn.lock",
  ".yarnrc.yml",
  ".yarnrc",
  ".yarn/releases",
  ".yarn/patches",
  ".yarn/plugins",
  "bun.lock",
  "bun.lockb",
  "bunfig.toml",
  ".npmrc",
  "patches",
  "tsconfig.json",
  "tsconfig.base.json",
];

/** What lies outside the service's directory: packages by path, and by name through a workspace. */
export function nodeInputs(
  tree: Snapshot,
  manifest: Manifest<PackageJson>,
  workspace: Workspace | undefined,
  manager: string,
): Outside[] {
  const found = linked(tree, tree, manifest, new Set());
  if (!workspace) return found;
  const { place, members } = workspace;
  // Berry refuses a lockfile that names members which aren't there.
  const manifests = manager === "yarn" ? members.map((member) => `${member}/${PACKAGE}`) : [];
  const root = [
    ...inputsFrom(place.tree, SHARED, place.from),
    ...inputsFrom(tree.root, manifests, place.from),
  ];
  return [...found, { facts: root, faults: [] }, ...siblings(tree, manifest, workspace)];
}

/** `"x": "file:../x"`, and what that package links in turn. */
function linked(
  tree: Snapshot,
  base: Snapshot,
  manifest: Manifest<PackageJson>,
  seen: Set<string>,
): Outside[] {
  const file = seenFrom(tree, base, PACKAGE);
  return Object.entries(allDependencies(manifest.value)).flatMap(([name, range]) => {
    const path = /^(?:file|link|portal):(.+)$/.exec(range)?.[1];
    const target = path && join(base.directory, path);
    if (!path || !target || seen.has(target)) return [];
    seen.add(target);
    const own = outside(tree, base, path, file, manifest.line(name));
    const there = tree.root.under(target);
    const next = own.facts.length ? readPackage(there) : undefined;
    return [own, ...(next ? linked(tree, there, next, seen) : [])];
  });
}

/** Members of the workspace that the service depends on, by way of others too. */
function siblings(tree: Snapshot, manifest: Manifest<PackageJson>, { members }: Workspace): Outside[] {
  const packages = new Map<string, { directory: string; manifest: Manifest<PackageJson> }>();
  for (const directory of members) {
    const member = readPackage(tree.root.under(directory));
    if (typeof member?.value.name === "string")
      packages.set(member.value.name, { directory, manifest: member });
  }
  const found = new Map<string, Outside>();
  const visit = ({ value, line }: Manifest<PackageJson>, from: string) => {
    for (const name of Object.keys(allDependencies(value))) {
      const member = packages.get(name);
      if (!member || member.directory === tree.directory || found.has(name)) continue;
      const at = `${from}:${line(name)}`;
      found.set(name, { facts: [{ field: "inputs", value: [member.directory], from: at }], faults: [] });
      visit(member.manifest, relative(tree.directory, `${member.directory}/${PACKAGE}`));
    }
  };
  visit(manifest, PACKAGE);
  return [...found.values()];
}
