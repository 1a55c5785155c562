import { fact } from "../../../detection/detection.ts";
import { inputsFrom, type Outside } from "../../../detection/inputs.ts";
import { join, relative } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import { descendants, element, elements, type XmlElement } from "../../../manifests/xml.ts";
import type { Fact } from "../../../microservice.ts";
import { modulesOf } from "./modules.ts";
import { lineage, models, POM, type Pom, pomOf, projectValue, said } from "./pom.ts";

/**
 * What a module's build reads outside its directory: parents, and modules of the same reactor that it depends on, by
 * way of others too. Of the other modules only what Maven reads whatever it builds: their manifests.
 */
export function mavenInputs(tree: Snapshot, pom: Pom): { root?: Pom; inputs: Outside } {
  const root = reactorOf(pom);
  const reactor = root ? modulesOf(root) : [];
  const needed = root ? neededBy(pom, reactor) : [];
  const parents = [pom, ...needed].flatMap((each) => lineage(each).slice(1));
  const above = root ? upTo(pom, root) : [];
  const poms = unique([...parents, ...above, ...(root ? [root] : [])]).filter(
    (each) => each.tree.directory !== tree.directory,
  );
  const seen = (each: Pom) => relative(tree.directory, join(each.tree.directory, POM));
  const parentLine = element(pom.project, "parent")?.line;
  const files = poms.flatMap((each) => {
    const isParent = lineage(pom).some((own) => own.tree.directory === each.tree.directory);
    return inputsFrom(each.tree, [POM, ".mvn"], isParent ? `${POM}:${parentLine}` : seen(each));
  });
  const modules = needed.map((each) =>
    fact(tree, "inputs", [each.tree.directory], POM, element(pom.project, "dependencies")?.line),
  );
  const built = new Set([pom, ...needed, ...poms].map((each) => each.tree.directory));
  const manifests = reactor
    .filter((each) => !built.has(each.tree.directory))
    .map((each) => join(each.tree.directory, POM));
  const unbuilt = root && manifests.length ? [fact(tree, "inputs", manifests, seen(root))] : [];
  const named = [pom, ...lineage(pom).slice(1), ...needed].flatMap((each) => filesNamed(tree, pom, each));
  return { root, inputs: { facts: [...files, ...modules, ...unbuilt, ...named], faults: [] } };
}

/**
 * The build above that a module belongs to: the topmost that lists it. One that neither inherits from the repository nor depends on
 * a module beside it builds by itself.
 */
export function reactorOf(pom: Pom): Pom | undefined {
  const above = pom.tree.above().flatMap((tree) => pomOf(tree) ?? []);
  const listing = above.findLast((each) => modulesOf(each).some((module) => isSame(module, pom)));
  return listing && (pom.parent || neededBy(pom, modulesOf(listing)).length) ? listing : undefined;
}

/** The poms between a module and its reactor's root: aggregators that list modules but are nobody's parents. */
function upTo(pom: Pom, root: Pom): Pom[] {
  const between = pom.tree.above().filter(({ directory }) => directory !== root.tree.directory);
  return between.flatMap((tree) => (isBelow(tree.directory, root.tree.directory) ? (pomOf(tree) ?? []) : []));
}

function isBelow(directory: string, above: string): boolean {
  return above === "." ? directory !== "." : directory.startsWith(`${above}/`);
}

/** Modules that a pom names as dependencies, plugins, parts of plugins or lists of versions, and so theirs. */
function neededBy(pom: Pom, reactor: Pom[]): Pom[] {
  const needed = new Set<Pom>();
  const ids = reactor.map((module) => ({ module, id: idOf(module) }));
  const waiting = [pom];
  for (let each = waiting.pop(); each; each = waiting.pop()) {
    if (needed.has(each)) continue;
    if (each !== pom) needed.add(each);
    const names = new Set(lineage(each).flatMap(artifactsNamed));
    const next = ids.filter(({ module, id }) => names.has(id) && !needed.has(module) && !isSame(module, pom));
    for (const { module } of next.reverse()) waiting.push(module);
  }
  return [...needed].filter((module) => !lineage(pom).some((each) => isSame(each, module)));
}

function artifactsNamed(pom: Pom): string[] {
  const named = models(pom).flatMap((model) => [
    ...elements(model, "dependencies", "dependency"),
    ...elements(model, "dependencyManagement", "dependencies", "dependency").filter(
      (each) => said(each, "scope") === "import",
    ),
    ...descendants(element(model, "build", "plugins"), "plugin"),
    ...descendants(element(model, "build", "plugins"), "dependency"),
  ]);
  return named.map((each) => said(each, "artifactId") ?? "");
}

function idOf(pom: Pom): string {
  return projectValue(pom, "artifactId") ?? "";
}

function isSame(one: Pom, other: Pom): boolean {
  return one.tree.directory === other.tree.directory;
}

function unique(poms: Pom[]): Pom[] {
  return poms.filter((pom, index) => poms.findIndex((other) => isSame(other, pom)) === index);
}

const BASE =
  /\$\{(?:project\.|project\.parent\.)?basedir\}|\$\{(?:maven\.multiModuleProjectDirectory|session\.executionRootDirectory)\}/g;

/** Files outside the service that a pom names by a path: rules of a linter, a descriptor of archives. */
function filesNamed(tree: Snapshot, pom: Pom, { tree: home, project }: Pom): Fact[] {
  return pathsIn(project).flatMap(({ text, line }) => {
    const path = text
      .replace(BASE, (base) => (/multiModule|session/.test(base) ? `/${rootOf(pom)}` : "."))
      .trim();
    const target = path.startsWith("/") ? join(".", path) : join(home.directory, path);
    const isInside =
      target === tree.directory || isBelow(target, tree.directory) || isBelow(tree.directory, target);
    if (isInside || target.startsWith("..") || !(tree.root.has(target) || tree.root.hasDirectory(target)))
      return [];
    return [fact(tree, "inputs", [target], relative(tree.directory, join(home.directory, POM)), line)];
  });
}

function rootOf(pom: Pom): string {
  return reactorOf(pom)?.tree.directory ?? pom.tree.directory;
}

/** Texts that start with a directory above; those of modules and parents are read already. */
function pathsIn(project: XmlElement | undefined): XmlElement[] {
  return (project?.children ?? [])
    .filter(({ name }) => name !== "modules" && name !== "parent")
    .flatMap((child) => [
      ...(/^\s*(\$\{[\w.]*(basedir|Directory)\}\/|\.\.\/)[\w./-]+\s*$/.test(child.text) ? [child] : []),
      ...pathsIn(child),
    ]);
}
