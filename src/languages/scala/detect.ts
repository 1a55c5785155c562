import { type Detection, fact, type Given, present, type Question } from "../../detection/detection.ts";
import { exposedPort } from "../../detection/ports.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { javaVersion } from "../java/detect.ts";

const BUILD = "build.sbt";
const PROPERTIES = "project/build.properties";
const PLUGINS = "project/plugins.sbt";

/** A project of the build that makes something that starts. */
interface SbtProject {
  /** Its name in sbt, absent for a build of one project. */
  id?: string;
  directory: string;
  line: number;
}

/** Scala: an sbt build, Play's among them. */
export function detectScala(tree: Snapshot, given: Given = {}): Detection | undefined {
  if (!tree.has(BUILD)) return undefined;
  const text = (tree.text(BUILD) ?? "").replace(/(^|\s)\/\/.*$/gm, "$1");
  const plugins = tree.text(PLUGINS) ?? "";
  const projects = sbtProjects(text, plugins);
  const picked = given.entrypoint
    ? projects.find((project) => stageOf(project) === given.entrypoint)
    : undefined;
  const [only] = picked ? [picked] : projects;
  const chosen = picked || projects.length === 1 ? only : undefined;
  return {
    manifest: BUILD,
    name: /^\s*(?:ThisBuild \/ )?name\s*:=\s*"([^"]+)"/m.exec(text)?.[1],
    facts: present([
      ...javaVersion(tree, releases(text)),
      fact(tree, "packageManager", "sbt", BUILD),
      sbtVersion(tree),
      chosen && fact(tree, "entrypoint", stageOf(chosen), BUILD, chosen.line),
      chosen &&
        fact(tree, "buildCommand", ["sbt", chosen.id ? `${chosen.id}/stage` : "stage"], BUILD, chosen.line),
      portOf(tree, chosen, /\bPlay(Scala|Java|Service)\b/.test(text) || PLAY.test(plugins)),
    ]),
    choices: question(projects),
  };
}

const PLAY = /"(com\.typesafe\.play|org\.playframework)"\s*%\s*"sbt-plugin"/;
const PACKAGED =
  /enablePlugins\([^)]*\b(Play(?:Scala|Java|Service|NettyServer)|JavaAppPackaging|JavaServerAppPackaging)\b/;

/** Projects with Play or the native packager, each `lazy val id = … in file("dir")`; or the build itself. */
function sbtProjects(text: string, plugins: string): SbtProject[] {
  const starts = [...text.matchAll(/^\s*lazy val (\w+)\s*=/gm)];
  const projects = starts.map((start, index) => {
    const body = text.slice(start.index, starts[index + 1]?.index);
    const id = start[1] as string;
    const line =
      text.slice(0, start.index).split("\n").length +
      (/^\s*/.exec(start[0])?.[0].split("\n").length ?? 1) -
      1;
    return { id, directory: /file\(\s*"([^"]+)"\s*\)/.exec(body)?.[1] ?? id, line, body };
  });
  const packaged = projects.filter(({ body }) => PACKAGED.test(body) && /\bproject\b/.test(body));
  if (packaged.length) return packaged.map(({ id, directory, line }) => ({ id, directory, line }));
  const whole = PACKAGED.test(text) || PLAY.test(plugins) || /sbt-native-packager/.test(plugins);
  return whole
    ? [{ directory: ".", line: text.slice(0, Math.max(text.search(PACKAGED), 0)).split("\n").length }]
    : [];
}

/** Where `stage` leaves a project's application. */
function stageOf({ directory }: SbtProject): string {
  return directory === "." ? "target/universal/stage" : `${directory}/target/universal/stage`;
}

function question(projects: SbtProject[]): Question[] {
  if (projects.length === 1) return [];
  return [
    {
      field: "entrypoint",
      values: projects.map(stageOf),
      expected: "a project with Play or the sbt-native-packager plugin",
    },
  ];
}

/** Scala's compiler and Java's take the release as an option. */
function releases(text: string) {
  const found = /"-(?:java-output-version|release|-release)(?::(\d+)"|"\s*,\s*"(\d+)")/.exec(text);
  const line = found && text.slice(0, found.index).split("\n").length;
  return found ? [{ text: (found[1] ?? found[2]) as string, from: `${BUILD}:${line}` }] : [];
}

function sbtVersion(tree: Snapshot): Fact | undefined {
  const version = /^\s*sbt\.version\s*=\s*(\S+)/m.exec(tree.text(PROPERTIES) ?? "")?.[1];
  return version ? fact(tree, "packageManagerVersion", version, PROPERTIES, /^\s*sbt\.version/) : undefined;
}

/** Play listens where its configuration says, 9000 by default. */
function portOf(tree: Snapshot, project: SbtProject | undefined, isPlay: boolean): Fact | undefined {
  const home = project && project.directory !== "." ? `${project.directory}/` : "";
  for (const file of [`${home}conf/application.conf`, `${home}src/main/resources/application.conf`]) {
    const form = /^\s*(?:play\.server\.)?http\.port\s*[=:]\s*"?(\d+)/m;
    const port = form.exec(tree.text(file) ?? "")?.[1];
    if (port) return fact(tree, "port", Number(port), file, form);
  }
  return exposedPort(tree) ?? (isPlay ? { field: "port", value: 9000, from: "default of play" } : undefined);
}
