import { covering } from "../detection/upward-search.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fault } from "../yaml/fault.ts";
import { parseFile } from "../yaml/file.ts";
import type { Field, Fields } from "../yaml/kinds.ts";

/** `services` of multistage.yaml. */
export const SERVICES: Field = {
  kind: "list",
  of: {
    kind: "text",
    what: "a directory's pattern, relative to the source root",
    pattern: "^!?(?![/~])(?!(.*/)?\\.\\.(/|$))[^\\\\]+$",
  },
  minimum: 1,
  unique: true,
  doc: "Directories that are services, as patterns; with ! those that are none. Where no pattern is without !, those that are found.",
};

/** The part of multistage.yaml that says what is a service; the rest is others'. */
const WANTED: Fields = { kind: "fields", others: true, fields: { services: SERVICES } };

const FILE = "multistage.yaml";

/** Which directories a team says are services. */
export interface ServicePatterns {
  /** Those that it names; undefined where it names none, so that they are searched. */
  directories?: string[];
  /** Whether it says that one is none. */
  isExcluded(directory: string): boolean;
  faults: Fault[];
}

/** Reads `services` of multistage.yaml. @param manifests directories with a manifest: patterns mean no others. */
export function servicePatterns(snapshot: Snapshot, manifests: string[]): ServicePatterns {
  const { value, faults, at } = parseFile<{ services?: string[] }>(WANTED, FILE, snapshot.text(FILE) ?? "");
  const patterns = value.services ?? [];
  const named = patterns.filter((each) => !each.startsWith("!"));
  const isExcluded = covering(patterns.filter((each) => each.startsWith("!")).map((each) => each.slice(1)));
  const plain = named
    .map((each) => join(".", each))
    .filter((each) => !each.includes("*") && snapshot.hasDirectory(each));
  const meant = (pattern: string) =>
    plain.includes(join(".", pattern)) || manifests.some(covering([pattern]));
  const missing = patterns.flatMap((pattern, index): Fault[] => {
    if (pattern.startsWith("!") || meant(pattern)) return [];
    const message = `services: no directory with a manifest is called "${pattern}"`;
    return [{ file: FILE, ...at("services", index), message }];
  });
  const covered = manifests.filter(covering(named));
  return {
    directories: named.length
      ? [...new Set([...plain, ...covered])].filter((each) => !isExcluded(each))
      : undefined,
    isExcluded,
    faults: [...faults, ...missing],
  };
}
