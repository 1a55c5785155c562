import { join, relative } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import { element, parseXml } from "../../../manifests/xml.ts";
import type { Fault } from "../../../yaml/fault.ts";
import { circlesOf, modulesOf } from "./modules.ts";
import { lineage, POM, type Pom } from "./pom.ts";

/** What keeps a build's poms from being read, or Maven from building them. */
export function mavenFaults(tree: Snapshot, pom: Pom): Fault[] {
  const seen = (each: Pom) => relative(tree.directory, join(each.tree.directory, POM));
  const poms = [...lineage(pom), ...modulesOf(pom)];
  const unread = poms.flatMap((each) => {
    const fault = each.tree.parsed(POM, parseXml)?.fault;
    return fault ? [{ file: seen(each), ...fault }] : [];
  });
  const circles = circlesOf(pom).map((naming) => ({
    file: seen(naming.pom),
    line: naming.element.line,
    message: `its module "${naming.element.text}" leads back to it`,
    hint: "a module lies below the one that names it, and is named once",
  }));
  return [...unread, ...circles, ...ownParent(pom, seen(pom))];
}

/** A pom that is a parent of its parents. */
function ownParent(pom: Pom, file: string): Fault[] {
  const directories = lineage(pom).map(({ tree }) => tree.directory);
  if (new Set(directories).size === directories.length) return [];
  const line = element(pom.project, "parent")?.line;
  const hint = "name another parent, or an empty <relativePath/>";
  return [{ file, line, message: "its parents name each other", hint }];
}
