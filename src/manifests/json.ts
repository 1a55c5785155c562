import type { Snapshot } from "../files/snapshot.ts";
import type { Fault, Position } from "../yaml/fault.ts";
import { jsonExcess } from "./json-bounds.ts";
import { jsonEnd } from "./json-scan.ts";

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
  if (!tree.has(file)) return undefined;
  const { value, fault, text } = tree.parsed(file, parseObject) ?? { value: {}, text: "" };
  const line = (...keys: string[]) => lineOf(text, keys);
  return { value: value as Partial<T>, faults: fault ? [{ file, ...fault }] : [], line };
}

interface Parsed {
  text: string;
  value: object;
  fault?: Omit<Fault, "file">;
}

function parseObject(marked: string): Parsed {
  const text = marked.replace(/^\uFEFF/, "");
  const excess = jsonExcess(text);
  if (excess) {
    const fault = { ...placeOf(text, excess.offset), message: excess.message };
    return { text: "", value: {}, fault };
  }
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const fault = { line: 1, column: 1, message: "must be a JSON object" };
    return isObject ? { text, value } : { text, value: {}, fault };
  } catch {
    return { text, value: {}, fault: syntaxFault(text) };
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

/** JavaScript engines say where in different words or not at all. */
function syntaxFault(text: string): Omit<Fault, "file"> {
  // Every second byte is zero: editors of Windows call it Unicode.
  if (/^(\uFFFD{2}|.?\0|[^\0]\0)/.test(text))
    return {
      line: 1,
      column: 1,
      message: "is UTF-16, which JSON's readers refuse",
      hint: "save it as UTF-8",
    };
  const end = jsonEnd(text);
  const [comma] = /,\s*$/.exec(text.slice(0, end)) ?? [];
  const isLast = comma !== undefined && /[}\]]/.test(text.charAt(end));
  const hint = isLast ? "remove the comma before the closing bracket" : undefined;
  return { ...placeOf(text, isLast ? end - comma.length : end), message: "not JSON", hint };
}

function placeOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
