import type { Snapshot } from "../../files/snapshot.ts";
import { byNumbers } from "../../manifests/version-order.ts";
import type { Fault } from "../../yaml/fault.ts";

/** Build files of Mill's. */
export const MILL = ["build.mill", "build.sc"];

export function millFaults(file: string): Fault[] {
  const hint = "write a Dockerfile and say `language: dockerfile`, or a build.sbt";
  return [{ file, message: "Mill's builds can't be made here", hint }];
}

/** An sbt that no runtime here starts. */
export function sbtFaults(tree: Snapshot, file: string): Fault[] {
  const form = /^[ \t]*sbt\.version\s*=\s*(\S+)/m;
  const version = form.exec(tree.text(file) ?? "")?.[1];
  if (!version || !/^0\./.test(version)) return [];
  const hint = "name 1.9 or later there, or keep its Dockerfile: `language: dockerfile`";
  return [{ file, line: tree.line(file, form), message: `sbt ${version} doesn't run on Java 17`, hint }];
}

/** The first releases of Scala that read what Java 17 writes. */
const FIRST: Record<string, string> = { "2.11": "2.12.15", "2.12": "2.12.15", "2.13": "2.13.6" };

export function scalaWarnings(tree: Snapshot, file: string, text: string): Fault[] {
  const form = /\bscalaVersion\s*:=\s*"(\d+\.\d+\.\d+)/;
  const version = form.exec(text)?.[1];
  const first = version && FIRST[version.split(".").slice(0, 2).join(".")];
  if (!first || byNumbers(version, first) >= 0) return [];
  const message = `Scala ${version} doesn't read the classes of Java 17`;
  return [{ file, line: tree.line(file, form), message, hint: `name ${first} or later there` }];
}
