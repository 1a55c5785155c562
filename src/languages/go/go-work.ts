import { combined, inputsFrom, type Outside, outside } from "../../detection/inputs.ts";
import { type FoundFile, filesIn, upwards } from "../../detection/upward-search.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Directive, directivesOf, goModule, usedPaths } from "./go-mod.ts";

/** A go.work that uses the service's module. */
export interface GoWork {
  place: FoundFile;
  directives: Directive[];
}

/** The nearest go.work, in the directory or above it; above only where it uses this module. */
export function workspaceOf(tree: Snapshot): GoWork | undefined {
  const found = filesIn(upwards(tree), tree, ["go.work"]).map((place) => ({
    place,
    directives: directivesOf(place.tree, "go.work"),
  }));
  return found.find(
    ({ place, directives: all }) => place.tree.directory === tree.directory || uses(all, place, tree),
  );
}

/**
 * What a go.work needs: the directories of modules that this one requires, and of the others the
 * manifests, without which Go doesn't load the workspace at all.
 */
export function workspaceInputs(tree: Snapshot, { place, directives: all }: GoWork): Outside {
  const needed = closure(tree, place, all);
  const own = place.tree.directory === tree.directory;
  return combined([
    { facts: own ? [] : inputsFrom(place.tree, ["go.work", "go.work.sum"], place.from), faults: [] },
    ...usedPaths(all).map(({ path, line }) => {
      const directory = join(place.tree.directory, path);
      if (needed.has(directory)) return outside(tree, place.tree, path, place.from, line);
      const known = outside(tree, place.tree, path, place.from, line);
      const files = known.facts.length
        ? inputsFrom(tree.root.under(directory), ["go.mod", "go.sum"], `${place.from}:${line}`)
        : [];
      return { facts: files, faults: known.faults };
    }),
  ]);
}

/** Directories of the workspace's modules that the service's module requires, by way of others too. */
function closure(tree: Snapshot, place: FoundFile, work: Directive[]): Set<string> {
  const directories = usedPaths(work).map(({ path }) => join(place.tree.directory, path));
  const modules = directories.map((directory) => ({
    directory,
    ...goModule(tree.root, join(directory, "go.mod")),
  }));
  const inside = modules.filter(({ directory }) => isWithin(directory, tree));
  const needed = new Set<string>();
  const visit = (module: (typeof modules)[number]) => {
    if (needed.has(module.directory)) return;
    needed.add(module.directory);
    for (const other of modules) if (other.name && module.requires.has(other.name)) visit(other);
  };
  inside.forEach(visit);
  // Modules of a workspace needn't be required to be imported: a service without requirements may read them all.
  return needed.size > inside.length || place.tree.directory !== tree.directory
    ? needed
    : new Set(directories);
}

function uses(all: Directive[], { tree: base }: FoundFile, tree: Snapshot): boolean {
  return usedPaths(all).some(({ path }) => join(base.directory, path) === tree.directory);
}

function isWithin(directory: string, tree: Snapshot): boolean {
  return tree.directory === "." || `${directory}/`.startsWith(`${tree.directory}/`);
}
