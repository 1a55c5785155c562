import { parseDocument } from "yaml";
import type { Fault } from "../descriptor/fault.ts";
import type { Snapshot } from "../descriptor/snapshot.ts";

/** A JSON manifest: what it says, and on which lines. */
export interface Manifest<T> {
  /** Empty where the file can't be read. */
  value: Partial<T>;
  faults: Fault[];
  /** Line of a key, found by way of the keys around it. */
  line(...keys: string[]): number | undefined;
}

/** Reads a JSON file; undefined where there is none. */
export function readJson<T>(tree: Snapshot, file: string): Manifest<T> | undefined {
  const text = tree.text(file)?.replace(/^\uFEFF/, "");
  if (text === undefined)
    return tree.has(file) ? { value: {}, faults: [], line: () => undefined } : undefined;
  const line = (...keys: string[]) => lineOf(text, keys);
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const faults = isObject ? [] : [{ file, line: 1, column: 1, message: "must be a JSON object" }];
    return { value: (isObject ? value : {}) as Partial<T>, faults, line };
  } catch (error) {
    return { value: {}, faults: [syntaxFault(file, text, (error as Error).message)], line };
  }
}

/** Own entries whose values are texts: manifests hold anything. */
export function texts(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}

function lineOf(text: string, keys: string[]): number | undefined {
  let at = 0;
  for (const key of keys) {
    const found = text.indexOf(`${JSON.stringify(key)}`, at);
    if (found < 0) return undefined;
    at = found + key.length;
  }
  return text.slice(0, at).split("\n").length;
}

/** JavaScript engines say where in different words or not at all; JSON is YAML, whose parser always says. */
function syntaxFault(file: string, text: string, message: string): Fault {
  const comma = /,(?=\s*[}\]])/.exec(text);
  const said = /position (\d+)/.exec(message)?.[1];
  const document = parseDocument(text, { prettyErrors: false });
  const offset = comma?.index ?? (said ? Number(said) : (document.errors[0]?.pos[0] ?? 0));
  const before = text.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  const hint = comma ? "remove the comma before the closing bracket" : undefined;
  return { file, line: before.length, column, message: "not JSON", hint };
}
