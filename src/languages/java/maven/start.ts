import { join } from "../../../files/paths.ts";
import { descendants, element, elements } from "../../../manifests/xml.ts";
import { settingOf as applicationSetting } from "../application.ts";
import { type MainClass, mainClasses } from "../mains.ts";
import type { Start } from "../start.ts";
import { type Plugin, pluginNamed, pluginsOf, type Settings, settingOf, settingsOf } from "./plugins.ts";
import {
  buildDirectory,
  filled,
  finalNameOf,
  lineage,
  type Pom,
  projectValue,
  propertyOf,
  said,
} from "./pom.ts";

/** What a module's build leaves to start: the first of these that its poms speak of. */
export function mavenStart(pom: Pom): Start {
  if (projectValue(pom, "packaging") === "pom") return { kind: "library", values: [] };
  for (const told of [byQuarkus, bySpringBoot, byShade, byAssembly, byFramework, byClass, byJar, byWar]) {
    const start = told(pom);
    if (start) return start;
  }
  return { kind: "library", values: mainClasses(pom.tree).map(({ name }) => name) };
}

type Told = (pom: Pom) => Start | undefined;

/** `quarkus.package.jar.type`, in its files or as a property of Maven's; before 3.12 it was `quarkus.package.type`. */
const byQuarkus: Told = (pom) => {
  const plugin = pluginNamed(pom, "quarkus-maven-plugin");
  if (!plugin && projectValue(pom, "packaging") !== "quarkus") return undefined;
  const told = (...names: string[]) =>
    names.map((name) => valueOfProperty(pom, `quarkus.package.${name}`)).find(Boolean) ??
    applicationSetting(
      pom.tree,
      pom.tree,
      names.map((name) => `quarkus.package.${name}`),
    )?.value;
  const line = lineOf(plugin);
  const type = told("jar.type", "type") ?? "fast-jar";
  if (/^native/.test(type) || valueOfProperty(pom, "quarkus.native.enabled") === "true") return native(line);
  if (!/^(uber-jar|legacy-jar|legacy|thin)$/.test(type))
    return file(
      pom,
      join(buildDirectory(pom), told("output-directory") ?? "quarkus-app"),
      "quarkus-run.jar",
      line,
    );
  const suffix =
    told("jar.add-runner-suffix") === "false"
      ? ""
      : (told("jar.runner-suffix", "runner-suffix") ?? "-runner");
  return file(pom, undefined, `${told("output-name") ?? finalNameOf(pom)}${suffix}.jar`, line);
};

function native(line?: number): Start {
  const hint =
    "say quarkus.package.jar.type=fast-jar for images, or keep its Dockerfile: `language: dockerfile`";
  return { kind: "refused", message: "no base has the compiler of native images", hint, line };
}

/** The jar or war that `repackage` makes; who inherits from Spring Boot's own parent, or another's, has that goal. */
const bySpringBoot: Told = (pom) => {
  const plugin = pluginNamed(pom, "spring-boot-maven-plugin");
  if (!plugin || isSkipped(pom, plugin)) return undefined;
  const repackaging = settingsOf(pom, plugin).find(({ goals }) => goals.includes("repackage"));
  const isUnpacked = !repackaging && !isForeign(pom);
  const main = isUnpacked && mainOf(pom);
  if (main) return main;
  const settings = repackaging?.settings ?? settingsOf(pom, plugin)[0]?.settings;
  const classifier = settings?.("classifier");
  const name = `${settings?.("finalName") ?? finalNameOf(pom)}${classifier ? `-${classifier}` : ""}`;
  const jar = file(pom, settings?.("outputDirectory"), `${name}.${endingOf(pom)}`, lineOf(plugin));
  return isUnpacked ? { ...jar, doubt: UNPACKED } : jar;
};

const UNPACKED = {
  message: "spring-boot-maven-plugin has no execution of its goal repackage: its jar can't start",
  hint: "add <executions><execution><goals><goal>repackage</goal></goals></execution></executions> to it",
};

function isSkipped(pom: Pom, plugin: Plugin): boolean {
  const skip = settingOf(pom, plugin, "skip") ?? valueOfProperty(pom, "spring-boot.repackage.skip");
  return skip === "true";
}

/** One jar of all: in place of the module's, beside it, or called as its settings say. */
const byShade: Told = (pom) => {
  const plugin = pluginNamed(pom, "maven-shade-plugin");
  if (!plugin || settingOf(pom, plugin, "skip") === "true") return undefined;
  const shading = settingsOf(pom, plugin).find(({ goals }) => goals.includes("shade"));
  if (!shading && !isForeign(pom)) return mainOf(pom) ?? open(pom);
  if (!hasMain(pom, plugin, "maven-jar-plugin")) return mainOf(pom) ?? open(pom);
  const settings: Settings = shading?.settings ?? (() => undefined);
  const line = lineOf(plugin);
  const own = settings("outputFile");
  if (own) return { kind: "file", path: join(".", own), line };
  const named = settings("finalName");
  if (named) return file(pom, settings("outputDirectory"), `${named}.jar`, line);
  if (settings("shadedArtifactAttached") !== "true")
    return file(pom, undefined, `${finalNameOf(pom)}.jar`, line);
  const [artifact, version] = [projectValue(pom, "artifactId"), projectValue(pom, "version")];
  const classifier = settings("shadedClassifierName") ?? "shaded";
  return file(
    pom,
    settings("outputDirectory"),
    `${settings("shadedArtifactId") ?? artifact}-${version}-${classifier}.jar`,
    line,
  );
};

/** A jar with its libraries; other archives hold several files. */
const byAssembly: Told = (pom) => {
  const plugin = pluginNamed(pom, "maven-assembly-plugin");
  const single =
    plugin &&
    settingsOf(pom, plugin).find(({ goals }) => goals.some((goal) => /^(single|assembly)$/.test(goal)));
  if (!plugin || !single) return undefined;
  const refs = plugin.elements.flatMap((each) => descendants(each, "descriptorRef")).map(({ text }) => text);
  if (!refs.includes("jar-with-dependencies") || !hasMain(pom, plugin)) return mainOf(pom);
  const { settings } = single;
  const id = settings("appendAssemblyId") === "false" ? "" : "-jar-with-dependencies";
  return file(
    pom,
    settings("outputDirectory"),
    `${settings("finalName") ?? finalNameOf(pom)}${id}.jar`,
    lineOf(plugin),
  );
};

/** Parents and plugins of frameworks that make a jar which runs by itself, or with libraries beside it. */
const byFramework: Told = (pom) => {
  const parents = lineage(pom).map(({ project }) => element(project, "parent"));
  const parent = parents.find((each) =>
    /^io\.(micronaut|helidon\.applications)/.test(said(each, "groupId") ?? ""),
  );
  const plugin = ["micronaut-maven-plugin", "vertx-maven-plugin"].flatMap(
    (name) => pluginNamed(pom, name) ?? [],
  )[0];
  const line = parent?.line ?? lineOf(plugin);
  return line === undefined ? undefined : file(pom, undefined, `${finalNameOf(pom)}.jar`, line);
};

/** A main class that a plugin is told, or a property that such plugins read. */
const byClass: Told = (pom) => {
  const paths: Record<string, string[][]> = {
    "jib-maven-plugin": [["container", "mainClass"]],
    "exec-maven-plugin": [["mainClass"]],
    "appassembler-maven-plugin": [["programs", "program", "mainClass"]],
  };
  for (const plugin of pluginsOf(pom))
    for (const path of paths[plugin.artifact] ?? []) {
      const name = settingOf(pom, plugin, ...path);
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
const byJar: Told = (pom) => {
  const plugin = pluginNamed(pom, "maven-jar-plugin");
  const name =
    settingOf(pom, plugin, "archive", "manifest", "mainClass") ??
    settingOf(pom, plugin, "archive", "manifestEntries", "Main-Class");
  if (!plugin || !name) return undefined;
  if (needsLibraries(pom) && !hasLibrariesBeside(pom, plugin))
    return { kind: "class", name, line: lineOf(plugin) };
  const classifier = settingOf(pom, plugin, "classifier");
  return file(
    pom,
    settingOf(pom, plugin, "outputDirectory"),
    `${finalNameOf(pom)}${classifier ? `-${classifier}` : ""}.jar`,
    lineOf(plugin),
  );
};

/** What Maven copies beside a jar whose manifest names it there. */
function hasLibrariesBeside(pom: Pom, jar: Plugin): boolean {
  const copying = pluginNamed(pom, "maven-dependency-plugin");
  const settings =
    copying && settingsOf(pom, copying).find(({ goals }) => goals.includes("copy-dependencies"))?.settings;
  const [folder] = (settingOf(pom, jar, "archive", "manifest", "classpathPrefix") ?? "").split("/");
  const target = join(".", settings?.("outputDirectory") ?? `${buildDirectory(pom)}/dependency`);
  const named = settingOf(pom, jar, "archive", "manifest", "addClasspath") === "true";
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

const byWar: Told = (pom) => {
  if (projectValue(pom, "packaging") !== "war") return undefined;
  const message = "a war needs a server that it is put into, and no base has one";
  const hint =
    "add spring-boot-maven-plugin, which makes it start by itself, or keep its Dockerfile: `language: dockerfile`";
  return { kind: "refused", message, hint, line: element(pom.project, "packaging")?.line };
};

/** The one class of the module's code that can start; a question where there are several. */
function mainOf(pom: Pom): Start | undefined {
  const [only, ...others] = mainClasses(pom.tree) as [MainClass?, ...MainClass[]];
  if (!only) return undefined;
  if (others.length) return { kind: "open", values: [only, ...others].map(({ name }) => name) };
  return { kind: "class", ...only };
}

function open(pom: Pom): Start {
  return { kind: "open", values: mainClasses(pom.tree).map(({ name }) => name) };
}

/** True where one of the plugins writes the main class into a manifest. */
function hasMain(pom: Pom, plugin: Plugin, ...others: string[]): boolean {
  const all = [plugin, ...others.flatMap((name) => pluginNamed(pom, name) ?? [])];
  return all.some((each) =>
    each.elements.some((at) => ["mainClass", "Main-Class"].some((name) => descendants(at, name).length)),
  );
}

/** A parent that is not in the repository: what it says of plugins isn't known. */
function isForeign(pom: Pom): boolean {
  return lineage(pom).some(({ project, parent }) => element(project, "parent") && !parent);
}

function valueOfProperty(pom: Pom, name: string): string | undefined {
  const found = propertyOf(pom, name);
  return found && filled(found.pom, found.element.text);
}

function endingOf(pom: Pom): string {
  return projectValue(pom, "packaging") === "war" ? "war" : "jar";
}

/** @param folder relative to the module; where its build leaves results unless said. */
function file(pom: Pom, folder: string | undefined, name: string, line?: number): Start & { kind: "file" } {
  return { kind: "file", path: join(folder ?? buildDirectory(pom), name), line };
}

/** Of the module's own pom alone: a fact names one file. */
function lineOf(plugin: Plugin | undefined): number | undefined {
  return plugin?.isOwn ? plugin.elements[0]?.line : undefined;
}
