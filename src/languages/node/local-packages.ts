import { outside } from "../../detection/inputs.ts";
import { seenFrom } from "../../detection/upward-search.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Manifest } from "../../manifests/json.ts";
import type { Fault } from "../../yaml/fault.ts";
import { allDependencies, PACKAGE, type PackageJson, readPackage } from "./package.ts";
import type { Members } from "./workspace.ts";

/** A package of the repository that a service is built with, or an archive of one. */
export interface Needed {
  /** Relative to the source root. */
  path: string;
  /** Absent for an archive. */
  manifest?: Manifest<PackageJson>;
  /** By name through a workspace, else by its path. */
  isMember: boolean;
  /** Where it is named, as seen from the service: `package.json:7`. */
  from: string;
}

/** Packages by path and by name, what they need in turn, and those that are named in vain. */
export interface AllNeeded {
  /** As they are named. */
  found: Needed[];
  /** In the order in which they can be built. */
  ordered: Needed[];
  faults: Fault[];
}

/**
 * Follows dependencies of both kinds as far as they lie in the repository.
 *
 * @param groups members of the workspaces that it is in, or is itself; of equal names the last one's counts.
 */
export function neededPackages(
  tree: Snapshot,
  manifest: Manifest<PackageJson>,
  groups: Members[],
): AllNeeded {
  const memberOf = (name: string) => groups.findLast(({ byName }) => byName.has(name))?.byName.get(name);
  const [all, seen]: [AllNeeded, Set<string>] = [
    { found: [], ordered: [], faults: [] },
    new Set([tree.directory]),
  ];
  const visit = (base: Snapshot, { value, line }: Manifest<PackageJson>) => {
    const file = seenFrom(tree, base, PACKAGE);
    for (const [name, range] of Object.entries(allDependencies(value))) {
      const said = pathOf(range);
      const path = said === undefined ? memberOf(aliased(range) ?? name) : join(base.directory, said);
      if (path === undefined && /^workspace:(?!\.)/.test(range))
        all.faults.push(unknown(name, range, file, line(name)));
      if (path === undefined || seen.has(path)) continue;
      seen.add(path);
      const { faults } = outside(tree, base, said ?? ".", file, line(name));
      all.faults.push(...faults);
      if (faults.length) continue;
      const there = tree.root.under(path);
      const next = readPackage(there);
      const needed = { path, manifest: next, isMember: said === undefined, from: `${file}:${line(name)}` };
      all.found.push(needed);
      if (next) visit(there, next);
      all.ordered.push(needed);
    }
  };
  visit(tree, manifest);
  return all;
}

/** A member that there isn't: every manager's installation would end there. */
function unknown(name: string, range: string, file: string, line: number | undefined): Fault {
  const message = `${name} is ${range}, and no workspace above has a package of that name`;
  return { file, ...(line && { line }), message, hint: "have the workspace's patterns cover its directory" };
}

/** `file:../x`, of a package or of an archive. */
function pathOf(range: string): string | undefined {
  return /^(?:file|link|portal):(?:\/\/)?([^/].*)$/.exec(range)?.[1];
}

/** `workspace:@acme/log@*`: a member under another name. */
function aliased(range: string): string | undefined {
  return /^workspace:(@?[^@]+)@/.exec(range)?.[1];
}
