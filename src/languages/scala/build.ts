import type { Snapshot } from "../../files/snapshot.ts";

export const BUILD = "build.sbt";

/** How a project of a build leaves something that starts. */
export type Packager = "stage" | "assembly" | "classpath";

/** A project of the build that starts. */
export interface SbtProject {
  /** Its name in sbt, absent for a build of one project. */
  id?: string;
  directory: string;
  line: number;
  packager: Packager;
  /** The jar that `assembly` leaves, relative to the service. */
  jar?: string;
  /** The class that its settings, or its code, say. */
  main?: string;
}

interface Body {
  id?: string;
  directory: string;
  line: number;
  text: string;
}

const STAGED =
  /enablePlugins\([^)]*\b(Play(?:Scala|Java|Service|NettyServer)|Java(?:Server)?AppPackaging|AshScriptPlugin|DockerPlugin)\b/;
const PLAY = /"(com\.typesafe\.play|org\.playframework)"\s*%\s*"sbt-plugin"/;

/** What `project/*.sbt` adds to sbt. */
function pluginsText(tree: Snapshot): string {
  return tree
    .find(/^project\/[^/]+\.sbt$/)
    .map((file) => tree.text(file) ?? "")
    .join("\n");
}

export function isPlay(tree: Snapshot, text: string): boolean {
  return /\bPlay(Scala|Java|Service)\b/.test(text) || PLAY.test(pluginsText(tree));
}

/** Projects that make something that starts: by Play or the native packager, by sbt-assembly, or by a class with `main`. */
export function sbtProjects(tree: Snapshot, text: string): SbtProject[] {
  const plugins = pluginsText(tree);
  const bodies = bodiesOf(text);
  const whole: Body = { directory: ".", line: lineOf(text, STAGED), text };
  const staged = bodies.filter((body) => STAGED.test(body.text));
  if (staged.length) return staged.map((body) => project(body, "stage"));
  if (STAGED.test(text) || PLAY.test(plugins)) return [project(whole, "stage")];
  const all = bodies.length ? bodies : [whole];
  const started = all.flatMap((body) => {
    const main = mainOf(tree, body);
    return main ? [{ body, main }] : [];
  });
  const packager = /sbt-assembly/.test(plugins) ? "assembly" : "classpath";
  return started.map(({ body, main }) => ({
    ...project(body, packager),
    ...main,
    ...(packager === "assembly" ? { jar: jarOf(body, text) } : {}),
  }));
}

function project({ id, directory, line }: Body, packager: Packager): SbtProject {
  return { id, directory, line, packager };
}

/** The texts of `lazy val id = project…`, each up to the next one. */
function bodiesOf(text: string): Body[] {
  const starts = [...text.matchAll(/^[ \t]*lazy val (\w+)\s*=/gm)];
  const bodies = starts.map((start, index) => {
    const body = text.slice(start.index, starts[index + 1]?.index);
    const line = text.slice(0, start.index + start[0].search(/\S/)).split("\n").length;
    const id = start[1] as string;
    return { id, directory: /file\(\s*"([^"]+)"\s*\)/.exec(body)?.[1] ?? id, line, text: body };
  });
  return bodies.filter(
    (body) => /=(?:\s*\()?\s*project\b/.test(body.text) || /\bproject\s*(?:\.|in\b)/.test(body.text),
  );
}

const MAIN_CLASS = /\bmainClass\b[^:=]*:=\s*Some\(\s*"([\w.$]+)"/;
const SOURCE = /^src\/main\/scala[^/]*\/.*\.scala$/;
const STARTS = [
  /\bobject\s+(\w+)[^{\n]*\bextends\s+(?:[\w.]+\s+with\s+)*(?:[\w.]+\.)?(?:IOApp|App|ZIOAppDefault|ZIOApp|zio\.App|CatsApp|TaskApp|cask\.Main)\b/,
  /\bobject\s+(\w+)[^{]*\{[\s\S]*?\bdef\s+main\s*\(/,
  /@main\s+def\s+(\w+)/,
];

/** The class that a project starts with: what its settings say, or the one that its code has. */
function mainOf(tree: Snapshot, { directory, text }: Body): { main?: string } | undefined {
  const said = MAIN_CLASS.exec(text)?.[1];
  if (said) return { main: said };
  const module = directory === "." ? tree : tree.under(directory);
  const found = module.find(SOURCE).flatMap((file) => {
    const code = module.text(file) ?? "";
    const name = STARTS.map((form) => form.exec(code)?.[1]).find(Boolean);
    const home = [...code.matchAll(/^package\s+([\w.]+)\s*$/gm)].map(([, part]) => part).join(".");
    return name ? [home ? `${home}.${name}` : name] : [];
  });
  return found.length ? { main: found.length === 1 ? found[0] : undefined } : undefined;
}

/** `target/scala-2.13/shop-assembly-1.0.jar`, or what its settings call it. */
function jarOf({ id, directory, text: body }: Body, text: string): string {
  const said = (form: RegExp) => form.exec(body)?.[1] ?? form.exec(text)?.[1];
  const scala = said(/\bscalaVersion\s*:=\s*"([\d.]+)/) ?? "2.12";
  const series = scala.startsWith("3") ? `scala-${scala}` : `scala-${scala.split(".").slice(0, 2).join(".")}`;
  const name = said(/\bassemblyJarName\b[^:=\n]*:=\s*"([^"$]+)"/);
  const own = /(?:^|[\s,(])name\s*:=\s*"([^"]+)"/m.exec(body)?.[1] ?? id ?? "root";
  const usual = `${own.toLowerCase().replace(/\W+/g, "-")}-assembly-${said(/\bversion\s*:=\s*"([^"$]+)"/) ?? "0.1.0-SNAPSHOT"}.jar`;
  return `${directory === "." ? "" : `${directory}/`}target/${series}/${name ?? usual}`;
}

function lineOf(text: string, pattern: RegExp): number {
  return text.slice(0, Math.max(text.search(pattern), 0)).split("\n").length;
}
