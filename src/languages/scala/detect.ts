import {
  type Detection,
  fact,
  type Overrides,
  type Program,
  present,
  type Question,
} from "../../detection/detection.ts";
import { exposedPort } from "../../detection/ports.ts";
import { directoryName } from "../../discovery/names.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { javaVersion } from "../java/versions.ts";
import { BUILD, isPlay, type SbtProject, sbtProjects } from "./build.ts";
import { MILL, millFaults, sbtFaults, scalaWarnings } from "./faults.ts";

const PROPERTIES = "project/build.properties";

/** Scala: an sbt build, Play's among them. */
export function detectScala(tree: Snapshot, given: Overrides = {}): Detection | undefined {
  if (!tree.has(BUILD)) return mill(tree);
  const text = (tree.text(BUILD) ?? "").replace(/(^|\s)\/\/.*$/gm, "$1");
  const projects = sbtProjects(tree, text);
  const picked = projects.find((project) => given.entrypoint && entryOf(project) === given.entrypoint);
  const chosen = picked ?? (projects.length === 1 ? projects[0] : undefined);
  return {
    manifest: BUILD,
    rank: projects.length || given.entrypoint ? "service" : "tooling",
    programs: projects.length > 1 ? projects.flatMap((project) => programOf(tree, project)) : undefined,
    name: /^[ \t]*(?:ThisBuild \/ )?name\s*:=\s*"([^"]+)"/m.exec(text)?.[1],
    facts: present([
      ...javaVersion(tree, releases(text)),
      fact(tree, "packageManager", "sbt", BUILD),
      sbtVersion(tree),
      ...startFacts(tree, chosen),
      portOf(tree, chosen, isPlay(tree, text)),
    ]),
    choices: question(projects, chosen),
    faults: sbtFaults(tree, PROPERTIES),
    warnings: scalaWarnings(tree, BUILD, text),
  };
}

function mill(tree: Snapshot): Detection | undefined {
  const manifest = MILL.find((file) => tree.has(file));
  return manifest ? { manifest, rank: "tooling", facts: [], faults: millFaults(manifest) } : undefined;
}

/** What `sbt` is told, and what it leaves to start. */
function startFacts(tree: Snapshot, project: SbtProject | undefined): Fact[] {
  const entry = project && entryOf(project);
  if (!project || !entry) return [];
  const scope = project.id ? `${project.id}/` : "";
  const tasks = {
    stage: `${scope}stage`,
    assembly: `${scope}assembly`,
    classpath: `export ${scope}Runtime/fullClasspathAsJars`,
  };
  return [
    fact(tree, "entrypoint", entry, BUILD, project.line),
    fact(tree, "buildCommand", ["sbt", tasks[project.packager]], BUILD, project.line),
  ];
}

/** What a project's build leaves: the staged folder, the jar, or the class that is started with its libraries. */
function entryOf({ directory, packager, jar, main }: SbtProject): string | undefined {
  if (packager === "assembly") return jar;
  if (packager === "classpath") return main;
  return directory === "." ? "target/universal/stage" : `${directory}/target/universal/stage`;
}

function programOf(tree: Snapshot, project: SbtProject): Program[] {
  const name = directoryName(join(tree.directory, project.directory)) ?? project.id ?? "app";
  const entrypoint = entryOf(project);
  return entrypoint ? [{ name, entrypoint, from: `${BUILD}:${project.line}` }] : [];
}

function question(projects: SbtProject[], chosen: SbtProject | undefined): Question[] {
  if (chosen && entryOf(chosen)) return [];
  const values = projects.flatMap((project) => entryOf(project) ?? []);
  const expected = "a project with Play, sbt-native-packager or sbt-assembly, or a class with `main`";
  return [{ field: "entrypoint", values, expected }];
}

/** Scala's compiler and Java's take the release as an option. */
function releases(text: string) {
  const found = /"-(?:java-output-version|release|-release)(?::(\d+)"|"\s*,\s*"(\d+)")/.exec(text);
  const line = found && text.slice(0, found.index).split("\n").length;
  return found ? [{ text: (found[1] ?? found[2]) as string, from: `${BUILD}:${line}` }] : [];
}

function sbtVersion(tree: Snapshot): Fact | undefined {
  const version = /^[ \t]*sbt\.version\s*=\s*(\S+)/m.exec(tree.text(PROPERTIES) ?? "")?.[1];
  return version ? fact(tree, "packageManagerVersion", version, PROPERTIES, /^\s*sbt\.version/) : undefined;
}

/** Play listens where its configuration says, 9000 by default. */
function portOf(tree: Snapshot, project: SbtProject | undefined, play: boolean): Fact | undefined {
  const home = project && project.directory !== "." ? `${project.directory}/` : "";
  for (const file of [`${home}conf/application.conf`, `${home}src/main/resources/application.conf`]) {
    const form = /^[ \t]*(?:play\.server\.)?http\.port\s*[=:]\s*"?(\d+)/m;
    const port = form.exec(tree.text(file) ?? "")?.[1];
    if (port) return fact(tree, "port", Number(port), file, form);
  }
  return exposedPort(tree) ?? (play ? { field: "port", value: 9000, from: "default of play" } : undefined);
}
