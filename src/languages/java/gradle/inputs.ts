import { fact } from "../../../detection/detection.ts";
import { inputsFrom, type Outside } from "../../../detection/inputs.ts";
import type { FoundFile } from "../../../detection/upward-search.ts";
import { join } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import {
  BUILD_FILES,
  type GradleProject,
  gradleModules,
  gradleOf,
  included,
  SETTINGS_FILES,
  settingsText,
} from "./project.ts";

/** What any project of a build reads at its root. */
const SHARED = [
  ...SETTINGS_FILES,
  ...BUILD_FILES,
  "gradle.properties",
  "gradlew",
  "gradle",
  "buildSrc",
  "config",
];

/**
 * The root's build files, and the projects that the service depends on, by way of others too. Of the other
 * projects only what Gradle reads whatever it builds: their build files.
 */
export function gradleInputs(tree: Snapshot, project: GradleProject, root: FoundFile | undefined): Outside {
  if (!root) return { facts: [], faults: [] };
  const needed = neededBy(project, root.tree).filter((path) => path !== tree.directory);
  const own = needed.length ? [fact(tree, "inputs", needed, project.file, /project\(|\bprojects\./)] : [];
  const others = gradleModules(root.tree).filter(
    (each) => !needed.includes(each.tree.directory) && each.tree.directory !== tree.directory,
  );
  const builds = others.map((each) => join(each.tree.directory, each.file));
  const unbuilt = builds.length ? [fact(tree, "inputs", builds, root.from)] : [];
  const shared = [...SHARED, ...includedBuilds(root.tree)];
  return { facts: [...inputsFrom(root.tree, shared, root.from), ...own, ...unbuilt], faults: [] };
}

/** Directories of the projects that one depends on: `project(":libs:money")`, `projects.libs.money`. */
function neededBy(project: GradleProject, root: Snapshot): string[] {
  const known = included(root).map(({ path, directory }) => ({ path, accessor: accessor(path), directory }));
  const found = new Set<string>();
  const visit = ({ text }: GradleProject) => {
    const paths = [...text.matchAll(/project\(\s*(?:path\s*[:=]\s*)?["']:([^"']+)["']/g)].map(
      ([, path]) => path,
    );
    const accessors = [...text.matchAll(/\bprojects\.([\w.]+)/g)].map(([, path]) => path);
    for (const each of known) {
      if (!paths.includes(each.path) && !accessors.includes(each.accessor)) continue;
      const directory = join(root.directory, each.directory);
      if (found.has(directory) || !root.root.hasDirectory(directory)) continue;
      found.add(directory);
      const next = gradleOf(root.root.under(directory));
      if (next) visit(next);
    }
  };
  visit(project);
  return [...found];
}

/** `:libs:big-money` is `libs.bigMoney`. */
function accessor(path: string): string {
  return path.replaceAll(":", ".").replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Builds for conventions, which Gradle builds first. */
function includedBuilds(root: Snapshot): string[] {
  return [...settingsText(root).matchAll(/\bincludeBuild(?:\s*\()?\s*["']([^"']+)["']/g)].map(([, path]) =>
    join(".", path as string),
  );
}
