import type { Snapshot } from "../../../files/snapshot.ts";
import { element } from "../../../manifests/xml.ts";
import { type MainClass, mainClasses } from "../mains.ts";
import type { Start } from "../start.ts";
import { byAssembly, byQuarkus, byShade, bySpringBoot } from "./archives.ts";
import { byClass, byJar } from "./classes.ts";
import { reactorOf } from "./inputs.ts";
import { file, lineOf, type StartReader } from "./main-class.ts";
import { modulesOf } from "./modules.ts";
import { pluginNamed } from "./plugins.ts";
import { finalNameOf, lineage, type Pom, pomOf, projectValue, said } from "./pom.ts";

/** What a module's build leaves to start: the first of these that its poms speak of. */
export function mavenStart(pom: Pom): Start {
  if (projectValue(pom, "packaging") === "pom") return { kind: "library", values: [] };
  return byPlugins(pom) ?? byOnlyMain(pom) ?? { kind: "library", values: mainNames(pom) };
}

const byPlugins: StartReader = (pom) => {
  for (const told of [byQuarkus, bySpringBoot, byShade, byAssembly, byFramework, byClass, byJar, byWar]) {
    const start = told(pom);
    if (start) return start;
  }
  return undefined;
};

/** The one class of a whole build that can be started, where no plugin of any module says what starts. */
const byOnlyMain: StartReader = (pom) => {
  // Most modules have none, and what lies around a module is dear to find in a build of thousands.
  if (mainClasses(pom.tree).length !== 1) return undefined;
  const found = (reactorOf(pom) ?? pom).tree.told(onlyMain);
  return found?.module === pom.tree.directory ? { kind: "class", ...found.main } : undefined;
};

function onlyMain(tree: Snapshot): { module: string; main: MainClass } | undefined {
  const root = pomOf(tree);
  const all = root
    ? [root, ...modulesOf(root)].filter((each) => projectValue(each, "packaging") !== "pom")
    : [];
  if (all.some((each) => byPlugins(each))) return undefined;
  const mains = all.flatMap((each) =>
    mainClasses(each.tree).map((main) => ({ module: each.tree.directory, main })),
  );
  return mains.length === 1 ? mains[0] : undefined;
}

function mainNames(pom: Pom): string[] {
  return mainClasses(pom.tree).map(({ name }) => name);
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
