import { join, relative } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import type { Fault } from "../../../yaml/fault.ts";
import { pluginsOf } from "./plugins.ts";
import { holderOf, POM, type Pom } from "./pom.ts";

/** What plugins of a build want that a build stage hasn't, by artifact. */
const WANTS: Record<string, Pick<Fault, "message" | "hint">> = {
  "git-commit-id-maven-plugin": {
    message: "a build has no .git: git.properties is left out",
    hint: "the image's labels say the commit",
  },
  "frontend-maven-plugin": {
    message: "it downloads Node while it builds: that fails where only package registries can be reached",
    hint: "make the frontend a service of its own",
  },
};
WANTS["git-commit-id-plugin"] = WANTS["git-commit-id-maven-plugin"] as Fault;

/** What may not work as it is. */
export function mavenWarnings(tree: Snapshot, pom: Pom): Fault[] {
  return pluginsOf(pom).flatMap(({ artifact, elements: [first] }) => {
    const file = relative(tree.directory, join(holderOf(pom, first).tree.directory, POM));
    const wanted = WANTS[artifact];
    return wanted ? [{ ...wanted, message: `${artifact}: ${wanted.message}`, file, line: first?.line }] : [];
  });
}
