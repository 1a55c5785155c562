import { type FoundFile, filesIn } from "../../../detection/upward-search.ts";
import { join } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";

export const BUILD_FILES = ["build.gradle", "build.gradle.kts"];
export const SETTINGS_FILES = ["settings.gradle", "settings.gradle.kts"];

/** A Gradle project: its build file's text without comments. */
export interface GradleProject {
  tree: Snapshot;
  /** `build.gradle`, `build.gradle.kts`, or a settings file where the root has no build of its own. */
  file: string;
  text: string;
}

export function gradleOf(tree: Snapshot): GradleProject | undefined {
  const file = [...BUILD_FILES, ...SETTINGS_FILES].find((name) => tree.has(name));
  return file ? { tree, file, text: withoutGradleComments(tree.text(file) ?? "") } : undefined;
}

/** The projects that a settings file includes. */
export function gradleModules(tree: Snapshot): GradleProject[] {
  return included(tree).flatMap(({ directory }) => {
    const module = tree.under(directory);
    return BUILD_FILES.some((file) => module.has(file)) ? (gradleOf(module) ?? []) : [];
  });
}

/** The build above that includes the service. */
export function gradleRoot(tree: Snapshot): FoundFile | undefined {
  return filesIn(tree.above(), tree, SETTINGS_FILES).find(({ tree: base }) =>
    included(base).some(({ directory }) => join(base.directory, directory) === tree.directory),
  );
}

/** The directory whose settings file holds for a project: its own, unless a build above includes it. */
export function buildRoot(tree: Snapshot): Snapshot {
  return gradleRoot(tree)?.tree ?? tree;
}

/** A project of a settings file: `:libs:money`, and where it lies. */
export interface Included {
  path: string;
  directory: string;
}

/** What `include(":libs:money")` and its other spellings name; `projectDir` may put it elsewhere. */
export function included(tree: Snapshot): Included[] {
  const text = settingsText(tree);
  const lists = [...text.matchAll(/\binclude\b(?:\s*\()?((?:\s*["'][^"']+["']\s*,?)+)/g)].map(
    ([, list]) => list ?? "",
  );
  const paths = lists.flatMap((list) =>
    [...list.matchAll(/["']:?([^"']+)["']/g)].map(([, name]) => name as string),
  );
  const moved = new Map(
    [...text.matchAll(/project\(\s*["']:([^"']+)["']\s*\)\.projectDir\s*=\s*[^"'\n]*["']([^"']+)["']/g)].map(
      ([, path, place]) => [
        path as string,
        (place as string).replace(/^\$\{?(rootDir|settingsDir)\}?\//, ""),
      ],
    ),
  );
  return paths.map((path) => ({ path, directory: join(".", moved.get(path) ?? path.replaceAll(":", "/")) }));
}

/** A settings file's text without comments; empty where there is none. */
export function settingsText(tree: Snapshot): string {
  const file = SETTINGS_FILES.find((name) => tree.has(name));
  return withoutGradleComments((file && tree.text(file)) ?? "");
}

/** The texts of `name { … }` in a script, braces counted; one within another is in the text of that one. */
export function blocks(text: string, name: RegExp): string[] {
  const found: string[] = [];
  let end = 0;
  for (const start of text.matchAll(new RegExp(`(?:${name.source})[^\\n{]*\\{`, "gm"))) {
    if (start.index < end) continue;
    const from = start.index + start[0].length;
    end = closing(text, from);
    found.push(text.slice(from, end));
  }
  return found;
}

function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

/** Without comments, line by line as before. */
export function withoutGradleComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?(?:\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, ""))
    .replace(/(^|\s)\/\/.*$/gm, "$1");
}
