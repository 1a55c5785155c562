import { badInput } from "../failure.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { type Fault, faultText } from "../yaml/fault.ts";
import { type ParsedFile, parseFile } from "../yaml/file.ts";
import type { Mapping } from "../yaml/kinds.ts";
import type { BaseImages, BaseLock } from "./addresses.ts";

const BASES_FILE = "bases.yaml";
const LOCK_FILE = "bases.lock";

/** What `bases.yaml` holds. */
const BASES: Mapping = {
  kind: "map",
  key: { kind: "text", what: "a base's name: letters, digits, - and _", pattern: "^[\\w-]+$" },
  of: {
    kind: "fields",
    fields: {
      image: {
        kind: "text",
        what: "an image's address without spaces",
        pattern: "^\\S+$",
        doc: "Address, with {version} where the version goes.",
      },
      version: {
        kind: "text",
        what: "a version such as 1.26 or lts",
        pattern: "^\\w[\\w.-]*$",
        scalar: "number",
        doc: "Where a service names none.",
      },
    },
    instead: (text) => `say { image: ${JSON.stringify(text)} }`,
  },
};

/** What `bases.lock` holds. */
const LOCK: Mapping = {
  kind: "map",
  key: { kind: "text", what: "an image's address without spaces", pattern: "^\\S+$" },
  of: { kind: "text", what: "a digest, sha256: and 64 digits", pattern: "^sha256:[0-9a-f]{64}$" },
};

/** Reads `bases.yaml`. @throws a `Failure` with every fault in it. */
export function readBases(text: string): BaseImages {
  return sound(parseBases(text));
}

/** Reads `bases.lock`; an absent one locks nothing. @throws a `Failure` with every fault in it. */
export function readLock(text: string | undefined): BaseLock {
  return sound(parseFile<BaseLock>(LOCK, LOCK_FILE, text ?? ""));
}

/** Where a `bases.yaml` says the image of a base: `bases.yaml:3:10`. @param file how the file is called. */
export function placeOfBase(file: string, text: string, name: string): string {
  const { line, column } = parseBases(text).at(name, "image") ?? { line: 1, column: 1 };
  return `${file}:${line}:${column}`;
}

/** What is wrong with a repository's own files. */
export function basesFaults(snapshot: Snapshot): Fault[] {
  const bases = snapshot.text(BASES_FILE);
  const lock = snapshot.text(LOCK_FILE);
  return [
    ...(bases === undefined ? [] : parseBases(bases).faults),
    ...(lock === undefined ? [] : parseFile(LOCK, LOCK_FILE, lock).faults),
  ];
}

function parseBases(text: string): ParsedFile<BaseImages> {
  const parsed = parseFile<BaseImages>(BASES, BASES_FILE, text);
  const { file, value, at, faults } = parsed;
  if (faults.length) return parsed;
  const names = Object.keys(value);
  const nothing = {
    file,
    line: 1,
    column: 1,
    message: "names no base",
    hint: "write them, or remove the file: multistage has its own",
  };
  const bare = names.filter((name) => !value[name]?.image);
  const imageless = bare.map((name) => ({
    ...{ file, ...at(name), message: `${name} has no image` },
    hint: "say image: ADDRESS:{version}",
  }));
  return { ...parsed, faults: names.length ? imageless : [nothing] };
}

function sound<T>({ value, faults }: ParsedFile<T>): T {
  if (faults.length) throw badInput(faults.map(faultText).join("\n"));
  return value;
}
