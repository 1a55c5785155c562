import { combined, inputsFrom, type Outside, outside } from "../../detection/inputs.ts";
import { filesIn } from "../../detection/upward-search.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { type Directive, directivesOf, moduleName, replacedPaths } from "./go-mod.ts";
import { type GoWork, workspaceInputs, workspaceOf } from "./go-work.ts";
import { type GoPackage, goPackages, isMain, needed } from "./packages.ts";

/** The module that a service's programs belong to. */
export interface GoModule {
  /** The directory of its go.mod. */
  tree: Snapshot;
  /** go.mod as seen from the service; go.work where that is all there is. */
  manifest: string;
  name?: string;
  directives: Directive[];
  work?: GoWork;
  packages: GoPackage[];
}

/** The module of a directory; one above only where the directory has a program of it. */
export function goModule(tree: Snapshot): GoModule | undefined {
  const work = workspaceOf(tree);
  if (tree.has("go.mod")) return moduleAt(tree, "go.mod", work);
  if (tree.has("go.work")) return moduleAt(tree, "go.work", work);
  const [above] = filesIn(tree.above(), tree, ["go.mod"]);
  if (!above || !goPackages(tree).some(isMain)) return undefined;
  return moduleAt(above.tree, above.from, workspaceOf(above.tree));
}

function moduleAt(tree: Snapshot, manifest: string, work: GoWork | undefined): GoModule {
  const directives = directivesOf(tree, "go.mod");
  return {
    tree,
    manifest,
    name: moduleName(directives),
    directives,
    work,
    packages: goPackages(tree),
  };
}

/** A package's path in the module, of one as the service sees it. */
export function inModule(tree: Snapshot, module: GoModule, path: string): string {
  const whole = join(tree.directory, path);
  const inside = module.tree.directory === "." ? whole : whole.slice(module.tree.directory.length + 1);
  return inside === "." || inside === "" ? "." : `./${inside}`;
}

/** What the build of a service reads outside its directory. */
export function moduleInputs(tree: Snapshot, module: GoModule, read: GoPackage[]): Outside {
  const { tree: base, manifest, directives, work } = module;
  return combined([
    ...replacedPaths(directives).map(({ path, line }) => outside(tree, base, path, manifest, line)),
    ...(work ? [workspaceInputs(base, work)] : []),
    ...(base.directory === tree.directory ? [] : [{ facts: ofModule(tree, module, read), faults: [] }]),
  ]);
}

/** Of a module above: manifests, what is vendored, and packages that the programs import. */
function ofModule(tree: Snapshot, { tree: base, manifest }: GoModule, read: GoPackage[]): Fact[] {
  const packages = read.map(({ path }) => join(base.directory, path));
  const others = packages.filter((path) => path !== tree.directory && !path.startsWith(`${tree.directory}/`));
  // Only the files of a package at the module's root: below it lies everything.
  const value = others.flatMap((path) =>
    path === base.directory
      ? (read.find((each) => each.path === ".")?.files.map((file) => join(path, file.path)) ?? [])
      : [path],
  );
  return [
    ...inputsFrom(base, ["go.mod", "go.sum", "vendor"], manifest),
    ...(value.length ? [{ field: "inputs" as const, value, from: manifest }] : []),
  ];
}

/** The packages that a program of a service is made of. */
export function packagesOf(tree: Snapshot, module: GoModule, main: string): GoPackage[] {
  return needed(module.tree, inModule(tree, module, main));
}
