import { join } from "../../../files/paths.ts";
import { descendants, element } from "../../../manifests/xml.ts";
import { type MainClass, mainClasses } from "../mains.ts";
import type { Start } from "../start.ts";
import { type Plugin, pluginNamed } from "./plugins.ts";
import { buildDirectory, filled, lineage, type Pom, propertyOf } from "./pom.ts";

/** A reading of a module's poms; nothing where they don't speak of it. */
export type StartReader = (pom: Pom) => Start | undefined;

/** The one class of the module's code that can start; a question where there are several. */
export function mainOf(pom: Pom): Start | undefined {
  const [only, ...others] = mainClasses(pom.tree) as [MainClass?, ...MainClass[]];
  if (!only) return undefined;
  if (others.length) return { kind: "open", values: [only, ...others].map(({ name }) => name) };
  return { kind: "class", ...only };
}

export function open(pom: Pom): Start {
  return { kind: "open", values: mainClasses(pom.tree).map(({ name }) => name) };
}

/** True where one of the plugins writes the main class into a manifest. */
export function hasMain(pom: Pom, plugin: Plugin, ...others: string[]): boolean {
  const all = [plugin, ...others.flatMap((name) => pluginNamed(pom, name) ?? [])];
  return all.some((each) =>
    each.elements.some((at) => ["mainClass", "Main-Class"].some((name) => descendants(at, name).length)),
  );
}

/** A parent that is not in the repository: what it says of plugins isn't known. */
export function isForeign(pom: Pom): boolean {
  return lineage(pom).some(({ project, parent }) => element(project, "parent") && !parent);
}

export function valueOfProperty(pom: Pom, name: string): string | undefined {
  const found = propertyOf(pom, name);
  return found && filled(found.pom, found.element.text);
}

/** @param folder relative to the module; where its build leaves results unless said. */
export function file(
  pom: Pom,
  folder: string | undefined,
  name: string,
  line?: number,
): Start & { kind: "file" } {
  return { kind: "file", path: join(folder ?? buildDirectory(pom), name), line };
}

/** Of the module's own pom alone: a fact names one file. */
export function lineOf(plugin: Plugin | undefined): number | undefined {
  return plugin?.isOwn ? plugin.elements[0]?.line : undefined;
}
