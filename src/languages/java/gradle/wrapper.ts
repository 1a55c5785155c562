import { seenFrom } from "../../../detection/upward-search.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import type { Fault } from "../../../yaml/fault.ts";
import { buildRoot } from "./project.ts";

const PROPERTIES = "gradle/wrapper/gradle-wrapper.properties";
const JAR = "gradle/wrapper/gradle-wrapper.jar";

/** A Gradle build without its wrapper: no base has a Gradle, unless it is a repository's own. */
export function gradleFaults(tree: Snapshot): Fault[] {
  const root = buildRoot(tree);
  if (root.has("gradlew") || tree.root.has("bases.yaml")) return [];
  const file = seenFrom(tree, root, "gradlew");
  return [
    {
      file,
      message: "there is no wrapper, and no base has Gradle",
      hint: "run `gradle wrapper` and commit what it writes",
    },
  ];
}

/** What keeps a wrapper from bringing its Gradle. */
export function gradleWarnings(tree: Snapshot): Fault[] {
  const root = buildRoot(tree);
  if (!root.has("gradlew")) return [];
  const warnings: Fault[] = [];
  if (!root.has(JAR))
    warnings.push({
      file: seenFrom(tree, root, JAR),
      message: "it is not there, so gradlew can't start",
      hint: "run `gradle wrapper` and commit it, past a .gitignore of *.jar",
    });
  const version = /gradle-(\d+)\.(\d+)/.exec(root.text(PROPERTIES) ?? "");
  if (version && Number(version[1]) + Number(version[2]) / 100 < 7.03)
    warnings.push({
      file: seenFrom(tree, root, PROPERTIES),
      message: `Gradle ${version[1]}.${version[2]} doesn't run on Java 17, the earliest that Debian bases have`,
      hint: "name 7.3 or later there",
    });
  return warnings;
}
