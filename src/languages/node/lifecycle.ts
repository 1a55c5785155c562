import { fact } from "../../detection/detection.ts";
import { seenFrom } from "../../detection/upward-search.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import { LIFECYCLE } from "./install.ts";
import type { Needed } from "./local-packages.ts";
import { PACKAGE, type PackageJson, readPackage } from "./package.ts";
import { tasksBefore } from "./tasks.ts";
import type { Workspace } from "./workspace.ts";

/**
 * What runs before the service's build, in order: the workspace's own scripts, those of packages that the service
 * needs and their builds, then its own.
 *
 * @param ordered packages, each after those that it needs.
 */
export function preparation(
  tree: Snapshot,
  manifest: Manifest<PackageJson>,
  workspace: Workspace | undefined,
  manager: string,
  ordered: Needed[],
): Fact[] {
  const root = workspace?.place.tree;
  const rootManifest = root && readPackage(root);
  const tasks = tasksBefore(tree, root);
  const packages = ordered.flatMap(({ path, manifest, isMember }) => {
    if (!manifest) return [];
    const there = tree.root.under(path);
    const build = runs(tree, there, manifest, manager, isMember ? tasks.packages : ["build"]);
    if (isMember) return [...runs(tree, there, manifest, manager, LIFECYCLE), ...build];
    return isMade(there, manifest) ? [...tools(tree, there, manifest, manager), ...build] : [];
  });
  return [
    ...(root && rootManifest ? runs(tree, root, rootManifest, manager, LIFECYCLE) : []),
    ...packages,
    ...runs(tree, tree, manifest, manager, [...LIFECYCLE, ...tasks.own]),
  ];
}

/** Those of the scripts that a package has and that do something for an image. */
function runs(
  tree: Snapshot,
  there: Snapshot,
  { value, line }: Manifest<PackageJson>,
  manager: string,
  names: string[],
): Fact[] {
  const scripts = texts(value.scripts);
  const file = seenFrom(tree, there, PACKAGE);
  return names
    .filter((name) => scripts[name] && !IDLE.test(scripts[name]))
    .map((name) =>
      fact(there, "preparation", [`${there.directory}: ${manager} run ${name}`], file, line("scripts", name)),
    );
}

/** Scripts that install hooks of git, or only judge who installs. */
const IDLE =
  /^(npx )?(husky\b[^&;|]*|is-ci \|\| husky.*|husky \|\| (true|exit 0)|lefthook install|simple-git-hooks|git config [^&;|]*|pre-commit install|only-allow \w+|exit 0|true)$/;

/** Whether a package by path isn't there as it is loaded, so that its build must make it. */
function isMade(there: Snapshot, { value }: Manifest<PackageJson>): boolean {
  const main = typeof value.main === "string" ? value.main : "index.js";
  return !there.has(main.replace(/^\.\//, "")) && "build" in texts(value.scripts);
}

/** A package by path is installed without what it is built with. */
function tools(
  tree: Snapshot,
  there: Snapshot,
  { value, line }: Manifest<PackageJson>,
  manager: string,
): Fact[] {
  if (!Object.keys(texts(value.devDependencies)).length) return [];
  const command = manager === "npm" && there.has("package-lock.json") ? "ci" : "install";
  const file = seenFrom(tree, there, PACKAGE);
  const words = `${there.directory}: ${manager} ${command} --ignore-scripts`;
  return [fact(there, "preparation", [words], file, line("devDependencies"))];
}
