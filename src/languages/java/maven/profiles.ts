import { join } from "../../../files/paths.ts";
import type { Snapshot } from "../../../files/snapshot.ts";
import { element, elements, type XmlElement } from "../../../manifests/xml.ts";

/** What profiles are judged by: the module that is built, and the Java that builds it. */
export interface Circumstances {
  base: Snapshot;
  java: number;
}

/** A project's profiles that a bare `mvn` activates: those that what is there activates, else those that are so by default. */
export function activeProfiles(project: XmlElement | undefined, where: Circumstances): XmlElement[] {
  const profiles = elements(project, "profiles", "profile");
  const activated = profiles.filter((profile) => isActivated(element(profile, "activation"), where));
  if (activated.length) return activated;
  return profiles.filter((profile) => element(profile, "activation", "activeByDefault")?.text === "true");
}

/** All that an activation asks for must be so. */
function isActivated(activation: XmlElement | undefined, where: Circumstances): boolean {
  const asked = activation?.children.filter(({ name }) => name !== "activeByDefault") ?? [];
  return asked.length > 0 && asked.every((each) => CONDITIONS[each.name]?.(each, where));
}

const CONDITIONS: Record<string, (asked: XmlElement, where: Circumstances) => boolean> = {
  file(asked, { base }) {
    const there = (path: string) => {
      const plain = join(".", path.replace(/^\$\{(project\.)?basedir\}\//, ""));
      return base.has(plain) || base.hasDirectory(plain);
    };
    return asked.children.every(({ name, text }) => (name === "missing" ? !there(text) : there(text)));
  },
  jdk: ({ text }, { java }) => isInRange(text, java),
  os: (asked) => asked.children.every(({ name, text }) => OURS[name]?.test(text) ?? true),
  // No property is given: only what asks for its absence is so.
  property: (asked) => element(asked, "name")?.text.startsWith("!") ?? false,
};

const OURS: Record<string, RegExp> = {
  family: /^(unix|!(windows|mac|dos))$/i,
  name: /^(linux|![^l].*)$/i,
  arch: /^(amd64|x86_64)$/,
};

/** `17`, `!1.8`, `[11,)`, `[1.8,17)`. */
function isInRange(text: string, java: number): boolean {
  const number = (said: string) => Number.parseInt(said.replace(/^1\.(?=\d)/, ""), 10);
  if (text.startsWith("!")) return !isInRange(text.slice(1), java);
  const dense = text.replace(/\s/g, "");
  const [, open, low = "", high = "", close] = /^([[(])([\d.]*),([\d.]*)([\])])$/.exec(dense) ?? [];
  if (!open) return number(text) === java;
  const isAbove = !low || (open === "[" ? java >= number(low) : java > number(low));
  return isAbove && (!high || (close === "]" ? java <= number(high) : java < number(high)));
}
