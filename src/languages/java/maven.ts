import { fact } from "../../detection/detection.ts";
import { inputsFrom, type Outside } from "../../detection/inputs.ts";
import type { VersionSource } from "../../detection/versions.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { descendants, element, elements, parseXml, type XmlElement } from "../../manifests/xml.ts";

export const POM = "pom.xml";

/** A module's pom.xml, with the one that it inherits from where that is in the repository. */
export interface Pom {
  tree: Snapshot;
  project: XmlElement | undefined;
  parent?: Pom;
}

/** Reads a pom.xml and its parents; undefined where there is none. */
export function pomOf(tree: Snapshot, depth = 8): Pom | undefined {
  if (!tree.has(POM)) return undefined;
  const project = element(tree.parsed(POM, parseXml), "project");
  const path = element(project, "parent", "relativePath");
  const target = join(tree.directory, (path ? path.text : "..").replace(/\/?pom\.xml$/, "") || ".");
  const inherits =
    element(project, "parent") && depth > 0 && !(path && !path.text) && !target.startsWith("..");
  const parent =
    inherits && target !== tree.directory ? pomOf(tree.root.under(target), depth - 1) : undefined;
  const isParent =
    parent && projectValue(parent, "artifactId") === element(project, "parent", "artifactId")?.text;
  return { tree, project, parent: isParent ? parent : undefined };
}

/** Its modules, theirs too. */
export function modulesOf(pom: Pom): Pom[] {
  return elements(pom.project, "modules", "module").flatMap(({ text }) => {
    const module = pomOf(pom.tree.under(text.trim()));
    return module ? [module, ...modulesOf(module)] : [];
  });
}

/** A project-level value such as `artifactId`, inherited ones from the parent, properties filled in. */
export function projectValue(pom: Pom, name: string): string | undefined {
  const own =
    element(pom.project, name) ?? (name === "artifactId" ? undefined : element(pom.project, "parent", name));
  return own && filled(pom, own.text);
}

/** Fills in `${…}`; what isn't known stays as it is. */
function filled(pom: Pom, text: string, depth = 5): string {
  return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
    const project = /^(?:project|pom)\.(\w+)$/.exec(name)?.[1];
    const value = project ? projectValue(pom, project) : propertyOf(pom, name)?.element.text;
    return value === undefined || depth === 0 ? whole : filled(pom, value, depth - 1);
  });
}

/** A property, the nearest pom's first. */
function propertyOf(pom: Pom, name: string): { element: XmlElement; pom: Pom } | undefined {
  const own = element(pom.project, "properties", name);
  if (own) return { element: own, pom };
  return pom.parent && propertyOf(pom.parent, name);
}

/** What tells the Java release, the most binding first. */
export function mavenRelease(tree: Snapshot, pom: Pom): VersionSource[] {
  const names = [
    "maven.compiler.release",
    "java.version",
    "maven.compiler.target",
    "maven.compiler.source",
    "jdk.version",
  ];
  const said = names.flatMap((name) => propertyOf(pom, name) ?? []);
  const plugin = plugins(pom).find(({ artifact }) => artifact === "maven-compiler-plugin");
  const set = ["release", "target", "source"].flatMap((name) =>
    descendants(plugin?.element, name).slice(0, 1),
  );
  return [...said, ...set.map((each) => ({ element: each, pom }))].map((each) => ({
    text: filled(pom, each.element.text),
    from: `${relative(tree.directory, join(each.pom.tree.directory, POM))}:${each.element.line}`,
  }));
}

/** Plugins of the build itself; what pluginManagement holds runs only where it is named here. */
export function plugins(pom: Pom): { artifact: string; element: XmlElement }[] {
  return elements(pom.project, "build", "plugins", "plugin").map((plugin) => ({
    artifact: element(plugin, "artifactId")?.text ?? "",
    element: plugin,
  }));
}

/** Plugins that make a jar that runs by itself. */
const PACKAGERS = [
  "spring-boot-maven-plugin",
  "maven-shade-plugin",
  "maven-assembly-plugin",
  "quarkus-maven-plugin",
  "micronaut-maven-plugin",
];

/** True where the module's build makes something that starts. */
export function isRunnable(pom: Pom): boolean {
  const named = plugins(pom);
  const main = descendants(pom.project, "mainClass").length + descendants(pom.project, "Main-Class").length;
  return named.some(({ artifact }) => PACKAGERS.includes(artifact)) || main > 0;
}

/** The jar that the module's build leaves, relative to `tree`. */
export function jarOf(tree: Snapshot, pom: Pom): string {
  const home = relative(tree.directory, join(pom.tree.directory, "target"));
  if (plugins(pom).some(({ artifact }) => artifact === "quarkus-maven-plugin"))
    return `${home}/quarkus-app/quarkus-run.jar`;
  const own =
    element(pom.project, "build", "finalName") ?? element(pom.parent?.project, "build", "finalName");
  const name = own
    ? filled(pom, own.text)
    : `${projectValue(pom, "artifactId")}-${projectValue(pom, "version")}`;
  const classifier = descendants(
    plugins(pom).find(({ artifact }) => artifact === "spring-boot-maven-plugin")?.element,
    "classifier",
  )[0];
  return `${home}/${name}${classifier ? `-${classifier.text}` : ""}.${projectValue(pom, "packaging") === "war" ? "war" : "jar"}`;
}

/**
 * Parents, and modules of the same reactor that this one depends on, by way of others too. Of the other modules
 * only what Maven reads whatever it builds: their manifests.
 */
export function mavenInputs(tree: Snapshot, pom: Pom): { root?: Pom; inputs: Outside } {
  const parents: Pom[] = [];
  for (let at = pom.parent; at; at = at.parent) parents.push(at);
  const root = parents.findLast((each) =>
    modulesOf(each).some(({ tree: at }) => at.directory === tree.directory),
  );
  const reactor = root ? modulesOf(root) : [];
  const needed = new Set<Pom>();
  const visit = (each: Pom) => {
    for (const { children } of elements(each.project, "dependencies", "dependency")) {
      const artifact = children.find(({ name }) => name === "artifactId")?.text;
      const module = reactor.find(
        (other) => projectValue(other, "artifactId") === artifact && other.tree.directory !== tree.directory,
      );
      if (!module || needed.has(module)) continue;
      needed.add(module);
      visit(module);
    }
  };
  visit(pom);
  const files = parents.flatMap((each) =>
    inputsFrom(each.tree, [POM, ".mvn"], `${POM}:${element(pom.project, "parent")?.line}`),
  );
  const modules = [...needed].map((each) =>
    fact(tree, "inputs", [each.tree.directory], POM, element(pom.project, "dependencies")?.line),
  );
  const others = reactor.filter((each) => !needed.has(each) && each.tree.directory !== tree.directory);
  const manifests = others.map((each) => join(each.tree.directory, POM));
  const from = root && relative(tree.directory, join(root.tree.directory, POM));
  const unbuilt = from && manifests.length ? [fact(tree, "inputs", manifests, from)] : [];
  return { root, inputs: { facts: [...files, ...modules, ...unbuilt], faults: [] } };
}
