import { element } from "../../../manifests/xml.ts";
import { mainClasses } from "../mains.ts";
import type { Start } from "../start.ts";
import { byAssembly, byQuarkus, byShade, bySpringBoot } from "./archives.ts";
import { byClass, byJar } from "./classes.ts";
import { file, lineOf, type StartReader } from "./main-class.ts";
import { pluginNamed } from "./plugins.ts";
import { finalNameOf, lineage, type Pom, projectValue, said } from "./pom.ts";

/** What a module's build leaves to start: the first of these that its poms speak of. */
export function mavenStart(pom: Pom): Start {
  if (projectValue(pom, "packaging") === "pom") return { kind: "library", values: [] };
  for (const told of [byQuarkus, bySpringBoot, byShade, byAssembly, byFramework, byClass, byJar, byWar]) {
    const start = told(pom);
    if (start) return start;
  }
  return { kind: "library", values: mainClasses(pom.tree).map(({ name }) => name) };
}

/** Parents and plugins of frameworks that make a jar which runs by itself, or with libraries beside it. */
const byFramework: StartReader = (pom) => {
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

const byWar: StartReader = (pom) => {
  if (projectValue(pom, "packaging") !== "war") return undefined;
  const message = "a war needs a server that it is put into, and no base has one";
  const hint =
    "add spring-boot-maven-plugin, which makes it start by itself, or keep its Dockerfile: `language: dockerfile`";
  return { kind: "refused", message, hint, line: element(pom.project, "packaging")?.line };
};
