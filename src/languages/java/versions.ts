import { fact } from "../../detection/detection.ts";
import { type VersionSource, versionFacts, versionFiles } from "../../detection/versions.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";

/** `1.8` is Java 8; releases before 11 are compiled by a later JDK. */
export function javaVersion(tree: Snapshot, releases: VersionSource[]): Fact[] {
  const { own, above } = versionFiles(tree, [".java-version"], ["java"]);
  const named = [...own, ...above].map(({ text, from }) => ({
    from,
    text: text.replace(/^[a-z][\w-]*?-(?=\d)/i, "").replace(/^1\.(?=\d)/, ""),
  }));
  const asked = releases
    .filter(({ text }) => /^[<>=]*\d/.test(text))
    .map(({ text, from }) => ({ from, text: released(text) }));
  const [first, ...others] = asked;
  const minimum = others.filter(({ text }) => text.startsWith(">="));
  const said = first ? [first, ...minimum] : [];
  return versionFacts([...named.slice(0, own.length), ...said, ...named.slice(own.length)], 1);
}

function released(text: string): string {
  const number = text.replace(/(^|[<>=])1\.(?=\d)/g, "$1");
  return /^\d/.test(number) && Number.parseInt(number, 10) < 11 ? `>=${number}` : number;
}

/** The version of a build tool that its wrapper brings. */
export function wrapperVersion(tree: Snapshot, file: string, form: RegExp): Fact[] {
  const found = [tree, ...tree.above()].find((each) => each.has(file));
  const version = form.exec(found?.text(file) ?? "")?.[1];
  if (!found || !version) return [];
  const from = relative(tree.directory, join(found.directory, file));
  return [fact(found, "packageManagerVersion", version, from, found.line(file, form))];
}
