import type { VersionSource } from "../../../detection/versions.ts";
import { join, relative } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import type { GradleProject } from "./project.ts";

const RELEASES = [
  /JavaLanguageVersion\.of\(\s*["']?(\d+)/,
  /jvmToolchain\(\s*(\d+)/,
  /options\.release\s*(?:=|\.set\()\s*(\d+)/,
  /(?:source|target)Compatibility(?:\s*=)?\s*["']?(?:JavaVersion\.(?:VERSION_|toVersion\(["']?))?(\d+(?:[._]\d+)?)/,
  /jvmTarget\s*(?:=|\.set\()\s*(?:JvmTarget\.JVM_)?["']?(\d+(?:[._]\d+)?)/,
];

/** What tells the Java release, the most binding first. */
export function gradleRelease(tree: Snapshot, project: GradleProject): VersionSource[] {
  return RELEASES.flatMap((form) => {
    const found = form.exec(project.text);
    const file = relative(tree.directory, join(project.tree.directory, project.file));
    const line = found && project.text.slice(0, found.index).split("\n").length;
    return found ? [{ text: (found[1] as string).replace("_", "."), from: `${file}:${line}` }] : [];
  });
}
