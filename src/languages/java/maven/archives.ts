import { join } from "../../../files/paths.ts";
import { descendants } from "../../../manifests/xml.ts";
import { applicationSetting } from "../application.ts";
import type { Start } from "../start.ts";
import {
  file,
  hasMain,
  isForeign,
  lineOf,
  mainOf,
  open,
  type StartReader,
  valueOfProperty,
} from "./main-class.ts";
import { type Plugin, type PluginSettings, pluginNamed, pluginSetting, pluginSettings } from "./plugins.ts";
import { buildDirectory, finalNameOf, type Pom, projectValue } from "./pom.ts";

/** `quarkus.package.jar.type`, in its files or as a property of Maven's; before 3.12 it was `quarkus.package.type`. */
export const byQuarkus: StartReader = (pom) => {
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
export const bySpringBoot: StartReader = (pom) => {
  const plugin = pluginNamed(pom, "spring-boot-maven-plugin");
  if (!plugin || isSkipped(pom, plugin)) return undefined;
  const repackaging = pluginSettings(pom, plugin).find(({ goals }) => goals.includes("repackage"));
  const isUnpacked = !repackaging && !isForeign(pom);
  const main = isUnpacked && mainOf(pom);
  if (main) return main;
  const settings = repackaging?.settings ?? pluginSettings(pom, plugin)[0]?.settings;
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
  const skip = pluginSetting(pom, plugin, "skip") ?? valueOfProperty(pom, "spring-boot.repackage.skip");
  return skip === "true";
}

/** One jar of all: in place of the module's, beside it, or called as its settings say. */
export const byShade: StartReader = (pom) => {
  const plugin = pluginNamed(pom, "maven-shade-plugin");
  if (!plugin || pluginSetting(pom, plugin, "skip") === "true") return undefined;
  const shading = pluginSettings(pom, plugin).find(({ goals }) => goals.includes("shade"));
  if (!shading && !isForeign(pom)) return mainOf(pom) ?? open(pom);
  if (!hasMain(pom, plugin, "maven-jar-plugin")) return mainOf(pom) ?? open(pom);
  const settings: PluginSettings = shading?.settings ?? (() => undefined);
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
export const byAssembly: StartReader = (pom) => {
  const plugin = pluginNamed(pom, "maven-assembly-plugin");
  const single =
    plugin &&
    pluginSettings(pom, plugin).find(({ goals }) => goals.some((goal) => /^(single|assembly)$/.test(goal)));
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

function endingOf(pom: Pom): string {
  return projectValue(pom, "packaging") === "war" ? "war" : "jar";
}
