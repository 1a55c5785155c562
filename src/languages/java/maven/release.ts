import type { VersionSource } from "../../../detection/versions.ts";
import { join, relative } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import { descendants, type XmlElement } from "../../../manifests/xml.ts";
import { type Plugin, pluginNamed } from "./plugins.ts";
import { filled, holderOf, POM, type Pom, propertyOf } from "./pom.ts";

const PROPERTIES = [
  ...["maven.compiler.release", "java.version", "maven.compiler.target", "maven.compiler.source"],
  ...["jdk.version", "kotlin.compiler.jvmTarget"],
];

/** What tells the Java release, the most binding first. */
export function mavenRelease(tree: Snapshot, pom: Pom): VersionSource[] {
  const inPlugin = (artifact: string, ...names: string[]) =>
    names.flatMap((name) => configured(pluginNamed(pom, artifact), name));
  const properties = PROPERTIES.flatMap((name) => propertyOf(pom, name)?.element ?? []);
  const demanded = inPlugin("maven-enforcer-plugin", "requireJavaVersion").flatMap((rule) =>
    rule.children.filter(({ name }) => name === "version"),
  );
  const chained = inPlugin("maven-toolchains-plugin", "jdk").flatMap((jdk) =>
    jdk.children.filter(({ name }) => name === "version"),
  );
  const compiled = [
    ...inPlugin("maven-compiler-plugin", "release", "target", "source"),
    ...inPlugin("kotlin-maven-plugin", "jvmTarget"),
  ];
  const source = (each: XmlElement, text = filled(pom, each.text)) => ({ text, from: from(tree, pom, each) });
  return [
    ...chained.map((each) => source(each)),
    ...[...properties, ...compiled].map((each) => source(each)),
    ...demanded.map((each) => source(each, rangeOf(filled(pom, each.text)))),
  ];
}

/** Maven's own spelling of a range: `17` is "17 or later", `[17,18)` less than 18. */
function rangeOf(text: string): string {
  const dense = text.replace(/\s/g, "");
  const [, , low = "", high, end] = /^([[(])([\d._]*)(?:,([\d._]*))?([\])])$/.exec(dense) ?? [];
  if (end === undefined) return `>=${text.trim()}`;
  if (high === undefined) return low;
  return [low && `>=${low}`, high && `${end === ")" ? "<" : "<="}${high}`].filter(Boolean).join(" ");
}

function configured(plugin: Plugin | undefined, name: string): XmlElement[] {
  return plugin?.elements.flatMap((each) => descendants(each, name)).slice(0, 1) ?? [];
}

function from(tree: Snapshot, pom: Pom, wanted: XmlElement): string {
  return `${relative(tree.directory, join(holderOf(pom, wanted).tree.directory, POM))}:${wanted.line}`;
}
