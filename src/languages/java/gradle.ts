import { fact } from "../../detection/detection.ts";
import { inputsFrom, type Outside } from "../../detection/inputs.ts";
import { type Place, places } from "../../detection/places.ts";
import type { VersionSource } from "../../detection/versions.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";

const BUILDS = ["build.gradle", "build.gradle.kts"];
const SETTINGS = ["settings.gradle", "settings.gradle.kts"];

/** A Gradle project: its build file's text without comments. */
export interface GradleProject {
  tree: Snapshot;
  /** `build.gradle`, `build.gradle.kts`, or a settings file where the root has no build of its own. */
  file: string;
  text: string;
}

export function gradleOf(tree: Snapshot): GradleProject | undefined {
  const file = [...BUILDS, ...SETTINGS].find((name) => tree.has(name));
  return file ? { tree, file, text: plain(tree.text(file) ?? "") } : undefined;
}

/** The projects that a settings file includes. */
export function gradleModules(tree: Snapshot): GradleProject[] {
  return includes(tree).flatMap((path) => {
    const module = tree.under(path);
    return BUILDS.some((file) => module.has(file)) ? (gradleOf(module) ?? []) : [];
  });
}

/** Plugins that make something that starts, with what each leaves below `build/`. */
const PACKAGERS: [RegExp, (archive: string, name: string) => string][] = [
  [/org\.springframework\.boot/, (archive) => `libs/${archive}.jar`],
  [/shadow/, (archive) => `libs/${archive}-all.jar`],
  [/io\.quarkus/, () => "quarkus-app/quarkus-run.jar"],
  [/io\.ktor\.plugin/, (archive) => `libs/${archive}-all.jar`],
  [
    /^\s*(id\s*\(?\s*["'])?application\b|apply plugin: *["']application["']/m,
    (_archive, name) => `install/${name}`,
  ],
];

/** What the project's build leaves to start, relative to `tree`; undefined where it is a library. */
export function gradleOutput(tree: Snapshot, project: GradleProject): string | undefined {
  const plugins = /\bplugins\s*\{([\s\S]*?)\n?\}/.exec(project.text)?.[1] ?? "";
  const applied = `${plugins}\n${[...project.text.matchAll(/apply plugin:.*/g)].join("\n")}`.replace(
    /.*\bapply\s*\(?\s*false.*/g,
    "",
  );
  const output = PACKAGERS.find(([form]) => form.test(applied))?.[1];
  if (!output) return undefined;
  const named = /archiveFileName\s*(?:=|\.set\()\s*["']([^"'$]+)["']/.exec(project.text)?.[1];
  const home = relative(tree.directory, join(project.tree.directory, "build"));
  return `${home}/${named ? `libs/${named}` : output(...namesOf(project))}`;
}

/** What archives are called, `name-version`, and the name alone. */
function namesOf({ tree, text }: GradleProject): [archive: string, name: string] {
  const settings = SETTINGS.map((file) => tree.text(file)).find((found) => found !== undefined);
  const root = /rootProject\.name\s*=\s*["']([^"']+)["']/.exec(settings ?? "")?.[1];
  const name = root ?? tree.directory.slice(tree.directory.lastIndexOf("/") + 1);
  const version = /^\s*version\s*=?\s*["']([^"'$]+)["']/m.exec(text)?.[1];
  return [[name, version].filter(Boolean).join("-"), name];
}

const RELEASES = [
  /JavaLanguageVersion\.of\(\s*["']?(\d+)/,
  /jvmToolchain\(\s*(\d+)/,
  /options\.release\s*(?:=|\.set\()\s*(\d+)/,
  /(?:source|target)Compatibility\s*=?\s*["']?(?:JavaVersion\.VERSION_)?(\d+(?:[._]\d+)?)/,
];

/** What tells the Java release, the most binding first. */
export function gradleRelease(tree: Snapshot, project: GradleProject): VersionSource[] {
  return RELEASES.flatMap((form) => {
    const found = form.exec(project.text);
    const file = relative(tree.directory, join(project.tree.directory, project.file));
    const line = found && project.text.slice(0, found.index).split("\n").length;
    return found ? [{ text: (found[1] as string).replace("_", "."), from: `${file}:${line}` }] : [];
  });
}

/** The build above that includes the service. */
export function gradleRoot(tree: Snapshot): Place | undefined {
  return places(tree.above(), tree, SETTINGS).find(({ tree: base }) =>
    includes(base).some((path) => join(base.directory, path) === tree.directory),
  );
}

/**
 * The root's build files, and the projects that the service depends on, by way of others too. Of the other
 * projects only what Gradle reads whatever it builds: their build files.
 */
export function gradleInputs(tree: Snapshot, project: GradleProject, root: Place | undefined): Outside {
  if (!root) return { facts: [], faults: [] };
  const shared = [...SETTINGS, ...BUILDS, "gradle.properties", "gradlew", "gradle", "buildSrc"];
  const needed = new Set<string>();
  const visit = ({ text }: GradleProject) => {
    for (const [, path = ""] of text.matchAll(/project\(\s*(?:path\s*[:=]\s*)?["']:([^"']+)["']/g)) {
      const directory = join(root.tree.directory, path.replaceAll(":", "/"));
      if (directory === tree.directory || needed.has(directory)) continue;
      needed.add(directory);
      const next = gradleOf(tree.root.under(directory));
      if (next) visit(next);
    }
  };
  visit(project);
  const modules = [...needed].filter((path) => tree.root.hasDirectory(path));
  const own = modules.length ? [fact(tree, "inputs", modules, project.file, /project\(/)] : [];
  const others = gradleModules(root.tree).filter(
    (each) => !needed.has(each.tree.directory) && each.tree.directory !== tree.directory,
  );
  const builds = others.map((each) => join(each.tree.directory, each.file));
  const unbuilt = builds.length ? [fact(tree, "inputs", builds, root.from)] : [];
  return { facts: [...inputsFrom(root.tree, shared, root.from), ...own, ...unbuilt], faults: [] };
}

/** Directories of `include(":libs:money")` and its other spellings. */
function includes(tree: Snapshot): string[] {
  const text = plain(SETTINGS.map((file) => tree.text(file)).find((found) => found !== undefined) ?? "");
  const lists = [...text.matchAll(/\binclude\b\s*\(?((?:\s*["'][^"']+["']\s*,?)+)/g)].map(
    ([, list]) => list ?? "",
  );
  const names = lists.flatMap((list) =>
    [...list.matchAll(/["']:?([^"']+)["']/g)].map(([, name]) => name as string),
  );
  return names.map((name) => name.replaceAll(":", "/"));
}

function plain(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""))
    .replace(/(^|\s)\/\/.*$/gm, "$1");
}
