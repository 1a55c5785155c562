import { join } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import { element, parseXml, type XmlElement } from "../../../manifests/xml.ts";
import { activeProfiles } from "./profiles.ts";

export const POM = "pom.xml";

/** A module's pom.xml, with the one that it inherits from where that is in the repository. */
export interface Pom {
  tree: Snapshot;
  /** The directory of the module that inherits from it: its profiles are judged by what is there. */
  base: Snapshot;
  project: XmlElement | undefined;
  parent?: Pom;
}

/** Reads a pom.xml and its parents, for a module that inherits from it or is it; undefined where there is none. */
export function pomOf(tree: Snapshot, base = tree, depth = 8): Pom | undefined {
  if (!tree.has(POM)) return undefined;
  const project = element(tree.parsed(POM, parseXml), "project");
  const path = element(project, "parent", "relativePath");
  const target = join(tree.directory, (path ? path.text : "..").replace(/\/?pom\.xml$/, "") || ".");
  const inherits =
    element(project, "parent") && depth > 0 && !(path && !path.text) && !target.startsWith("..");
  const parent =
    inherits && target !== tree.directory ? pomOf(tree.root.under(target), base, depth - 1) : undefined;
  const isParent =
    parent && projectValue(parent, "artifactId") === element(project, "parent", "artifactId")?.text;
  return { tree, base, project, parent: isParent ? parent : undefined };
}

/** A pom and its parents, the nearest first. */
export function lineage(pom: Pom): Pom[] {
  return [pom, ...(pom.parent ? lineage(pom.parent) : [])];
}

/** The one of a pom and its parents that has an element. */
export function holderOf(pom: Pom, wanted: XmlElement | undefined): Pom {
  return lineage(pom).find(({ project }) => project && holds(project, wanted)) ?? pom;
}

function holds(element: XmlElement, wanted: XmlElement | undefined): boolean {
  return element === wanted || element.children.some((child) => holds(child, wanted));
}

/** The project itself and its profiles that a bare `mvn` activates, the last of most weight. */
export function models({ project, base }: Pom): (XmlElement | undefined)[] {
  return [project, ...activeProfiles(project, { base, java: 17 })];
}

/** The text of an element; undefined where it is not there. */
export function said(from: XmlElement | undefined, ...path: string[]): string | undefined {
  return element(from, ...path)?.text;
}

/** A project-level value such as `artifactId`, inherited ones from the parent, properties filled in. */
export function projectValue(pom: Pom, name: string): string | undefined {
  const own = projectText(pom, name);
  return own === undefined ? undefined : filled(pom, own);
}

function projectText({ project }: Pom, name: string): string | undefined {
  return said(project, name) ?? (name === "artifactId" ? undefined : said(project, "parent", name));
}

/** Characters that one text's `${…}` may stand for: properties of properties grow without end. */
const ROOM = 65_536;

/** Fills in `${…}`, five times at most: what is filled in may have more. What isn't known stays as it is. */
export function filled(pom: Pom, text: string): string {
  let [said, room] = [text, ROOM];
  for (let time = 0; time < 5 && said.includes("${"); time += 1)
    said = said.replace(/\$\{([^{}]+)\}/g, (whole, name: string) => {
      const value = room > 0 ? meaningOf(pom, name) : undefined;
      room -= whole.length + (value?.length ?? 0);
      return value === undefined || room < 0 ? whole : value;
    });
  return said;
}

/** What `${name}` stands for, as written: it may have others in it, even itself. */
function meaningOf(pom: Pom, name: string): string | undefined {
  const [, ofParent] = /^(?:project\.)?parent\.(\w+)$/.exec(name) ?? [];
  if (ofParent) return said(pom.project, "parent", ofParent);
  const [, short] = /^(?:project\.|pom\.)?(artifactId|groupId|version|packaging|name)$/.exec(name) ?? [];
  if (short === "name") return said(pom.project, "name") ?? projectText(pom, "artifactId");
  if (short && (short !== name || !propertyOf(pom, name))) return projectText(pom, short);
  if (name === "project.build.finalName") return finalNameText(pom);
  if (name === "project.build.directory") return directoryText(pom);
  if (/^(project\.)?basedir$/.test(name)) return ".";
  return givenProperty(pom, name) ?? propertyOf(pom, name)?.element.text;
}

/** A property: the nearest pom's, a profile's before its project's. */
export function propertyOf(pom: Pom, name: string): { element: XmlElement; pom: Pom } | undefined {
  for (const each of lineage(pom))
    for (const model of models(each).reverse()) {
      const own = element(model, "properties", name);
      if (own) return { element: own, pom: each };
    }
  return undefined;
}

/** `-Drevision=1.2` of `.mvn/maven.config`, which has more weight than any pom. */
function givenProperty({ tree }: Pom, name: string): string | undefined {
  const config = [tree, ...tree.above()].find((each) => each.has(".mvn/maven.config"));
  const words = config?.text(".mvn/maven.config")?.split(/\s+/) ?? [];
  return words.find((word) => word.startsWith(`-D${name}=`))?.slice(`-D${name}=`.length);
}

/** The first of an inherited `build` element, as written: `finalName`. */
function buildText(pom: Pom, name: string): string | undefined {
  for (const each of lineage(pom))
    for (const model of models(each).reverse()) {
      const own = said(model, "build", name);
      if (own) return own;
    }
  return undefined;
}

function finalNameText(pom: Pom): string {
  const made = `${projectText(pom, "artifactId")}-${projectText(pom, "version") ?? ""}`;
  return buildText(pom, "finalName") ?? made;
}

function directoryText(pom: Pom): string {
  return buildText(pom, "directory") ?? "target";
}

/** What archives are called, without their endings. */
export function finalNameOf(pom: Pom): string {
  return filled(pom, finalNameText(pom));
}

/** Where a build leaves its results, relative to the module. */
export function buildDirectory(pom: Pom): string {
  return join(".", filled(pom, directoryText(pom)));
}
