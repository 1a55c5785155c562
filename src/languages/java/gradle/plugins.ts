import { join } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import { TomlTables } from "../../../manifests/toml.ts";
import { blocks, buildRoot, type GradleProject, gradleOf, withoutGradleComments } from "./project.ts";

/** Identifiers of the plugins that a project applies: by itself, by its root for all projects, by conventions of the repository. */
export function appliedPlugins({ tree, text }: GradleProject): Set<string> {
  const root = buildRoot(tree);
  const above = root.directory === tree.directory ? "" : sharedText(root);
  const found = new Set<string>();
  const visit = (script: string) => {
    for (const id of namedIn(script, root)) {
      if (found.has(id)) continue;
      found.add(id);
      visit(conventionText(root, id));
    }
  };
  visit(`${text}\n${above}`);
  for (const script of appliedScripts(tree, root, `${text}\n${above}`)) visit(script);
  return found;
}

/** What a root's script says of all projects, or of those below it. */
export function sharedText(root: Snapshot): string {
  const script = gradleOf(root)?.text ?? "";
  return blocks(script, /\b(?:subprojects|allprojects)\b|\bconfigure\(\s*(?:subprojects|allprojects)/).join(
    "\n",
  );
}

const UNAPPLIED = /\bapply(?:\s*\()?\s*false/;

function namedIn(script: string, root: Snapshot): string[] {
  const [block = ""] = blocks(script, /^[ \t]*plugins\b/);
  const applying = block.split("\n").filter((line) => !UNAPPLIED.test(line));
  const lines = applying.flatMap((line) => line.split(";"));
  const applied = script.matchAll(/\bapply\s*(?:\(\s*)?plugin\s*[:=]\s*["']([\w.-]+)["']/g);
  return [
    ...lines.flatMap((line) => pluginOf(line.trim(), root)),
    ...[...applied].map(([, id]) => id as string),
  ];
}

/** One line of `plugins { }`. */
function pluginOf(line: string, root: Snapshot): string[] {
  const [, id] = /^id(?:\s*\()?\s*["']([\w.-]+)["']/.exec(line) ?? [];
  if (id) return [id];
  const [, kotlin] = /^kotlin\s*\(\s*["']([\w.-]+)["']/.exec(line) ?? [];
  if (kotlin) return [`org.jetbrains.kotlin.${kotlin}`];
  const [, catalog, alias] = /^alias(?:\s*\()?\s*(\w+)\.plugins\.([\w.]+)/.exec(line) ?? [];
  if (catalog && alias) return catalogued(root, catalog, alias.replace(/\.asProvider$|\.get$/, ""));
  const [, bare] = /^`?([a-z][\w-]*)`?$/.exec(line) ?? [];
  return bare ? [bare] : [];
}

/** A plugin of a version catalog: `libs.plugins.spring.boot` is `spring-boot` of `gradle/libs.versions.toml`. */
function catalogued(root: Snapshot, catalog: string, alias: string): string[] {
  const tables = TomlTables.of(root, `gradle/${catalog}.versions.toml`)?.all("plugins") ?? [];
  const entry = tables.flatMap(({ entries }) => entries).find(({ key }) => dotted(key) === dotted(alias));
  const id = /\bid\s*=\s*["']([\w.-]+)["']/.exec(entry?.raw ?? "")?.[1] ?? entry?.values[0]?.split(":")[0];
  return id ? [id] : [];
}

function dotted(alias: string): string {
  return alias.replace(/\.id$/, "").replace(/[-_]/g, ".").toLowerCase();
}

/** A plugin that the repository itself makes: a script below buildSrc, or below another build for conventions. */
function conventionText(root: Snapshot, id: string): string {
  const [path] = [".gradle", ".gradle.kts"].flatMap((ending) => root.named(`${id}${ending}`));
  return withoutGradleComments((path && root.text(path)) ?? "");
}

/** Scripts that a project applies by a path: `apply from: "$rootDir/gradle/app.gradle"`. */
function appliedScripts(tree: Snapshot, root: Snapshot, text: string): string[] {
  const paths = text.matchAll(/\bapply(?:\s*\()?\s*from\s*[:=]([^"'\n]*)["']([^"']+)["']/g);
  return [...paths].map(([, before = "", said = ""]) => {
    const path = said.replace(/^\$\{?(?:rootDir|rootProject\.projectDir|projectDir)\}?\//, "");
    const isOfRoot = path !== said || /rootProject/.test(before);
    const place = join((isOfRoot ? root : tree).directory, path);
    return withoutGradleComments(tree.root.text(place) ?? "");
  });
}
