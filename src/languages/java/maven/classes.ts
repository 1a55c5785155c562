import { join } from "../../../files/paths.ts";
import { elements } from "../../../manifests/xml.ts";
import { file, lineOf, mainOf, type StartReader } from "./main-class.ts";
import { type Plugin, pluginNamed, pluginSetting, pluginSettings, pluginsOf } from "./plugins.ts";
import { buildDirectory, filled, finalNameOf, lineage, type Pom, propertyOf, said } from "./pom.ts";

/** A main class that a plugin is told, or a property that such plugins read. */
export const byClass: StartReader = (pom) => {
  const paths: Record<string, string[][]> = {
    "jib-maven-plugin": [["container", "mainClass"]],
    "exec-maven-plugin": [["mainClass"]],
    "appassembler-maven-plugin": [["programs", "program", "mainClass"]],
  };
  for (const plugin of pluginsOf(pom))
    for (const path of paths[plugin.artifact] ?? []) {
      const name = pluginSetting(pom, plugin, ...path);
      if (name) return { kind: "class", name, line: lineOf(plugin) };
    }
  const isJib = pluginNamed(pom, "jib-maven-plugin");
  const property = ["start-class", "exec.mainClass"].flatMap((name) => propertyOf(pom, name) ?? [])[0];
  if (property)
    return {
      kind: "class",
      name: filled(pom, property.element.text),
      line: property.pom === pom ? property.element.line : undefined,
    };
  return isJib && mainOf(pom);
};

/** The module's own jar, where its manifest says what starts, and there is nothing else or it says where that is. */
export const byJar: StartReader = (pom) => {
  const plugin = pluginNamed(pom, "maven-jar-plugin");
  const name =
    pluginSetting(pom, plugin, "archive", "manifest", "mainClass") ??
    pluginSetting(pom, plugin, "archive", "manifestEntries", "Main-Class");
  if (!plugin || !name) return undefined;
  if (needsLibraries(pom) && !hasLibrariesBeside(pom, plugin))
    return { kind: "class", name, line: lineOf(plugin) };
  const classifier = pluginSetting(pom, plugin, "classifier");
  return file(
    pom,
    pluginSetting(pom, plugin, "outputDirectory"),
    `${finalNameOf(pom)}${classifier ? `-${classifier}` : ""}.jar`,
    lineOf(plugin),
  );
};

/** What Maven copies beside a jar whose manifest names it there. */
function hasLibrariesBeside(pom: Pom, jar: Plugin): boolean {
  const copying = pluginNamed(pom, "maven-dependency-plugin");
  const settings =
    copying &&
    pluginSettings(pom, copying).find(({ goals }) => goals.includes("copy-dependencies"))?.settings;
  const [folder] = (pluginSetting(pom, jar, "archive", "manifest", "classpathPrefix") ?? "").split("/");
  const target = join(".", settings?.("outputDirectory") ?? `${buildDirectory(pom)}/dependency`);
  const named = pluginSetting(pom, jar, "archive", "manifest", "addClasspath") === "true";
  return (
    Boolean(settings) &&
    named &&
    /^libs?$/.test(folder ?? "") &&
    target === join(buildDirectory(pom), folder as string)
  );
}

function needsLibraries(pom: Pom): boolean {
  const scopes = lineage(pom).flatMap(({ project }) => elements(project, "dependencies", "dependency"));
  return scopes.some((dependency) => !/^(test|provided|import)$/.test(said(dependency, "scope") ?? ""));
}
