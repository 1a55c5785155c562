import { badInput, type Failure } from "../failure.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fact, Microservice } from "../microservice.ts";
import { USUAL_PACKAGES } from "../report/missing-packages.ts";
import { type Fault, faultText } from "../yaml/fault.ts";
import { nearest } from "../yaml/nearest.ts";

/** apt's words for a name that none of its lists has. */
const SAID = [
  /^E: Unable to locate package ([a-z0-9][a-z0-9+.-]*)/,
  /^E: Package '([a-z0-9][a-z0-9+.-]*)' has no installation candidate/,
];

/**
 * A Debian package that a service asks for and that there is none of, as the caller's mistake; undefined where a step
 * failed of something else. What lists of packages there are is known inside of bases alone: so a step tells it.
 */
export function unknownPackage(
  snapshot: Snapshot,
  service: Microservice,
  lines: string[],
): Failure | undefined {
  for (const line of lines) {
    const name = SAID.map((said) => said.exec(line)?.[1]).find((found) => found !== undefined);
    const place = name === undefined ? undefined : placeOf(snapshot, service, name);
    if (!name || !place) continue;
    const near = nearest(name, USUAL_PACKAGES);
    const hint = near ? `did you mean "${near}"?` : "its name is as Debian 12 has it";
    return badInput(faultText({ ...place, message: `Debian has no package "${name}"`, hint }));
  }
  return undefined;
}

/** Where a service asks for it: its descriptor, or a file that says so to another tool. */
function placeOf(
  snapshot: Snapshot,
  { path, packages, facts }: Microservice,
  name: string,
): Pick<Fault, "file" | "line" | "column"> | undefined {
  const isName = (asked: string) => asked.replace(/=.*/, "") === name;
  if (![...packages.build, ...packages.runtime].some(isName)) return undefined;
  const fact = facts.find(
    ({ field, value }: Fact) => /^(build|runtime)Packages$/.test(field) && (value as string[]).some(isName),
  );
  const [, file = "service.yaml", number] = /^(.+):(\d+)$/.exec(fact?.from ?? "") ?? [];
  if (fact) return { file: join(path, file), ...(number && { line: Number(number) }) };
  const written = (snapshot.text(join(path, file)) ?? "").split("\n");
  const columns = written.map((text) => columnOf(text, name));
  const at = columns.findIndex((column) => column > 0);
  return { file: join(path, file), ...(at >= 0 && { line: at + 1, column: columns[at] }) };
}

/** From 1; 0 where a line has no such word outside of a comment. */
function columnOf(text: string, name: string): number {
  const code = text.replace(/(^|\s)#.*$/, "$1");
  const word = [...code.matchAll(/[\w+.-]+/g)].find(([found]) => found === name);
  return word ? word.index + 1 : 0;
}
