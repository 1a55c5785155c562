import { relative } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import { applicationSetting } from "../application.ts";
import { mainClasses } from "../mains.ts";
import type { Start } from "../start.ts";
import { appliedPlugins, sharedText } from "./plugins.ts";
import { blocks, buildRoot, type GradleProject, gradleModules, included, settingsText } from "./project.ts";

/** What a project's build leaves to start: by the first of these plugins that it applies. */
export function gradleStart(project: GradleProject): Start {
  const plugins = appliedPlugins(project);
  const has = (form: RegExp) => [...plugins].some((id) => form.test(id));
  const libs = (name: string): Start => ({
    kind: "file",
    path: `build/libs/${name}`,
    line: pluginsLine(project),
  });
  if (has(/^org\.springframework\.boot$/) && !isOff(project)) {
    const isWar = plugins.has("war");
    return libs(`${archiveOf(project, isWar ? "bootWar" : "bootJar")}.${isWar ? "war" : "jar"}`);
  }
  if (has(/^io\.quarkus$/)) return quarkus(project);
  if (has(/(^|\.)shadow$|^io\.ktor\.plugin$/))
    return libs(`${archiveOf(project, "shadowJar|fatJar", "all")}.jar`);
  if (has(/^application$|^io\.micronaut\.(minimal\.)?application$/)) return installed(project);
  if (plugins.has("war")) return war(project);
  return byManifest(project) ?? byOnlyMain(project) ?? { kind: "library", values: [] };
}

/** The one class of a whole build that can be started, where no plugin makes anything that starts: one line mends it. */
function byOnlyMain(project: GradleProject): Start | undefined {
  const mains = buildRoot(project.tree).told(allMains);
  const [only] = mains.length === 1 ? mains : [];
  if (only?.module !== project.tree.directory) return undefined;
  const message = `nothing that it builds starts ${only.name}`;
  const hint = `add to it: plugins { id("application") } and application { mainClass = "${only.name}" }`;
  return { kind: "refused", message, hint, line: pluginsLine(project) };
}

function allMains(root: Snapshot): { module: string; name: string }[] {
  return [root, ...gradleModules(root).map(({ tree }) => tree)].flatMap((tree) =>
    mainClasses(tree).map(({ name }) => ({ module: tree.directory, name })),
  );
}

/** A library among projects that all have Spring Boot's plugin. */
function isOff({ text }: GradleProject): boolean {
  const bodies = blocks(text, /\bbootJar\b|["']bootJar["']/);
  return (
    bodies.some((body) => /\benabled\s*(=\s*|\.set\(\s*)?false/.test(body)) ||
    /\bbootJar\.enabled\s*=\s*false/.test(text)
  );
}

function quarkus(project: GradleProject): Start {
  const line = pluginsLine(project);
  const keys = ["quarkus.package.jar.type", "quarkus.package.type"];
  const type = applicationSetting(project.tree, project.tree, keys)?.value;
  if (type === "uber-jar") return { kind: "file", path: `build/${nameAndVersion(project)}-runner.jar`, line };
  return { kind: "file", path: "build/quarkus-app/quarkus-run.jar", line };
}

function installed(project: GradleProject): Start {
  const [, own] = /\bapplicationName\s*(?:=|\.set\()\s*["']([^"'$]+)["']/.exec(project.text) ?? [];
  return { kind: "file", path: `build/install/${own ?? nameOf(project)}`, line: pluginsLine(project) };
}

function war({ text }: GradleProject): Start {
  const message = "a war needs a server that it is put into, and no base has one";
  const hint =
    "apply Spring Boot's plugin, which makes it start by itself, or keep its Dockerfile: `language: dockerfile`";
  return { kind: "refused", message, hint, line: lineOf(text, /\bwar\b/) };
}

/** A jar whose manifest says what starts, and which holds its libraries or needs none. */
function byManifest(project: GradleProject): Start | undefined {
  const { text } = project;
  const line = lineOf(text, /["']?Main-Class["']?/);
  if (!line) return undefined;
  const needsOthers =
    /\b(?:implementation|api|runtimeOnly)\b\s*\(?/.test(text) && !/runtimeClasspath/.test(text);
  if (needsOthers) return { kind: "open", values: [] };
  return { kind: "file", path: `build/libs/${archiveOf(project, "jar|fatJar")}.jar`, line };
}

/** `name-version-classifier` of the archive that a task makes. */
function archiveOf(project: GradleProject, task: string, usual = ""): string {
  const body = blocks(
    project.text,
    new RegExp(`(?:\\btasks\\.|(?<![\\w.-]))(?:${task})\\b|["'](?:${task})["']`),
  ).join("\n");
  const set = (name: string) =>
    new RegExp(`\\b${name}\\s*(?:=|\\.set\\s*\\(|\\.value\\s*\\()?\\s*["']([^"'$]*)["']`).exec(body)?.[1];
  const file = set("archiveFileName") ?? set("archiveName");
  if (file) return file.replace(/\.[jw]ar$/, "");
  const base = set("archiveBaseName") ?? set("baseName") ?? baseOf(project);
  const parts = [
    base,
    set("archiveVersion") ?? set("version") ?? versionOf(project),
    set("archiveClassifier") ?? set("classifier") ?? usual,
  ];
  return parts.filter(Boolean).join("-");
}

function nameAndVersion(project: GradleProject): string {
  return [baseOf(project), versionOf(project)].filter(Boolean).join("-");
}

/** What a project's archives are called unless a task says otherwise. */
function baseOf(project: GradleProject): string {
  const form = /\barchives(?:Base)?Name(?:\s*(?:=|\.set\s*\())?\s*["']([^"'$]+)["']/;
  return form.exec(project.text)?.[1] ?? nameOf(project);
}

/** The last part of its path in the settings; the root's own name. */
function nameOf({ tree }: GradleProject): string {
  const root = buildRoot(tree);
  const own = relative(root.directory, tree.directory);
  const known = included(root)
    .find(({ directory }) => directory === own)
    ?.path.split(":")
    .at(-1);
  if (root.directory !== tree.directory && known) return known;
  const [, name] = /rootProject\.name\s*=\s*["']([^"']+)["']/.exec(settingsText(tree)) ?? [];
  return name ?? tree.directory.slice(tree.directory.lastIndexOf("/") + 1);
}

/** Its own, its root's for all projects, or a property of gradle.properties. */
function versionOf({ tree, text }: GradleProject): string | undefined {
  const root = buildRoot(tree);
  const isRoot = root.directory === tree.directory;
  const form = /^[ \t]*(?:project\.)?version(?:\s*=)?\s*["']([^"'$]+)["']/m;
  const own = form.exec(text.replace(/\bplugins\s*\{[\s\S]*?\n\s*\}/, ""))?.[1];
  const shared = isRoot ? undefined : /\bversion(?:\s*=)?\s*["']([^"'$]+)["']/.exec(sharedText(root))?.[1];
  const property = /^[ \t]*version\s*[=:]\s*(\S+)/m;
  const said = (at: typeof tree) => property.exec(at.text("gradle.properties") ?? "")?.[1];
  return own ?? shared ?? said(tree) ?? (isRoot ? undefined : said(root));
}

function pluginsLine({ text }: GradleProject): number | undefined {
  return lineOf(text, /^[ \t]*plugins\s*\{|\bapply(?:\s*\()?\s*plugin/m);
}

function lineOf(text: string, pattern: RegExp): number | undefined {
  const index = text.split("\n").findIndex((line) => pattern.test(line));
  return index < 0 ? undefined : index + 1;
}
