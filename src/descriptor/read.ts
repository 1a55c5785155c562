import { type Document, isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { Fields, Kind, List, Mapping, Text } from "./kinds.ts";
import { nearest, suggestion } from "./nearest.ts";
import { followed, nodeAt, type Pair, pairsOf, shown } from "./nodes.ts";
import { matches, mended } from "./text.ts";

/** What a reading collects on its way. */
export interface Reading {
  document: Document;
  /** Of the service, for guesses at what a path means. */
  directory: string;
  /** Notes a fault at an offset of the text. */
  fault(offset: number, message: string, hint?: string): void;
  /** Notes where a value stands. */
  place(path: string, offset: number): void;
  /** Line of an offset, from 1. */
  lineOf(offset: number): number;
}

/** Reads a node as what its kind says; undefined, with a fault noted, where it isn't that. */
export function read(kind: Kind, node: Node | null, path: string, reading: Reading): unknown {
  const value = followed(node, reading);
  if (value === undefined) return undefined;
  reading.place(path, nodeAt(node));
  switch (kind.kind) {
    case "fields":
      return readFields(kind, value, path, reading);
    case "map":
      return readMap(kind, value, path, reading);
    case "list":
      return readList(kind, value, path, reading);
    default:
      return readScalar(kind, value, path, reading);
  }
}

function readFields(kind: Fields, node: Node, path: string, reading: Reading): unknown {
  const names = Object.keys(kind.fields);
  const found: Record<string, unknown> = {};
  for (const { key, at, value } of entries(node, path, "fields", reading)) {
    const field = kind.fields[key];
    if (field) assign(found, key, readValue(field, value, at, dotted(path, key), reading));
    else reading.fault(at, `unknown field "${key}"${path && ` in ${path}`}`, suggestion(key, names));
  }
  const present = kind.oneOf?.filter((name) => entryNames(node, reading).includes(name));
  if (present && present.length !== 1 && kind.oneOf) {
    reading.fault(nodeAt(node), `${path} needs exactly one of ${kind.oneOf.join(" and ")}`);
  }
  return found;
}

function readMap(kind: Mapping, node: Node, path: string, reading: Reading): unknown {
  const found: Record<string, unknown> = {};
  for (const { key, at, value } of entries(node, path, "names and values", reading)) {
    if (!checked(kind.key, key, at, `the name in ${path}`, reading)) continue;
    assign(found, key, readValue(kind.of, value, at, dotted(path, key), reading));
  }
  return found;
}

function readList(kind: List, node: Node, path: string, reading: Reading): unknown {
  if (isNull(node)) return [];
  if (!isSeq(node)) {
    const text = isScalar(node) ? String(node.value) : undefined;
    const hint = text === undefined ? "put - before each" : `say ${kind.fromText?.(text) ?? `[${text}]`}`;
    reading.fault(nodeAt(node), `${path} must be a list, not ${shown(node)}`, hint);
    return undefined;
  }
  const items = node.items as Node[];
  const found = items.map((item, index) =>
    readValue(kind.of, item, nodeAt(item), dotted(path, index), reading),
  );
  if (items.length < (kind.minimum ?? 0))
    reading.fault(nodeAt(node), `${path} is empty`, "leave the line out");
  if (kind.unique)
    repeated(found, (index) => `${path} names ${shown(items[index] as Node)} twice`, items, reading);
  return found.filter((value) => value !== undefined);
}

/** A value with its key: an absent scalar is a fault of the line. */
function readValue(kind: Kind, value: Node | null, keyAt: number, path: string, reading: Reading): unknown {
  const optional = kind.kind === "fields" || kind.kind === "map" || (kind.kind === "list" && !kind.minimum);
  if (optional || !isNull(value)) return read(kind, value, path, reading);
  const empty = kind.kind === "text" && kind.scalar === "any" ? 'say "" for an empty text' : undefined;
  reading.fault(keyAt, `${path} has no value`, empty ?? "give one or leave the line out");
  return undefined;
}

function readScalar(
  kind: Exclude<Kind, Fields | Mapping | List>,
  node: Node,
  path: string,
  reading: Reading,
): unknown {
  const at = nodeAt(node);
  const wrong = (expected: string, hint?: string) =>
    reading.fault(at, `${path} must be ${expected}, not ${shown(node)}`, hint);
  const value = isScalar(node) ? node.value : undefined;
  if (kind.kind === "text") {
    const text = textOf(kind, node);
    if (text === undefined)
      return wrong(kind.what, isScalar(node) && !isNull(node) ? "put it in quotes" : undefined);
    return checked(kind, text, at, path, reading) ? text : undefined;
  }
  if (kind.kind === "boolean") {
    if (typeof value === "boolean") return value;
    const [yes, no] = [/^(y|yes|on|true|1)$/i, /^(n|no|off|false|0)$/i].map((form) =>
      form.test(String(value)),
    );
    return wrong("true or false", yes ? "say true" : no ? "say false" : undefined);
  }
  if (kind.kind === "integer") {
    const inside = (number: unknown) =>
      Number.isInteger(number) && (number as number) >= kind.minimum && (number as number) <= kind.maximum;
    if (inside(value)) return value;
    const quoted = typeof value === "string" && value.trim() && inside(Number(value));
    return wrong(
      `${kind.what} from ${kind.minimum} to ${kind.maximum}`,
      quoted ? `say ${Number(value)}` : undefined,
    );
  }
  if (kind.values.includes(value as string)) return value;
  const meant = nearest(String(value), kind.values);
  return wrong(kind.values.join(" or "), meant ? `did you mean "${meant}"?` : undefined);
}

/** The text that a scalar is, or is written as. */
function textOf(kind: Text, node: Node): string | undefined {
  if (!isScalar(node)) return undefined;
  const { value, source } = node as Scalar;
  if (typeof value === "string") return value;
  const taken =
    typeof value === "number" || typeof value === "bigint" || (kind.scalar === "any" && value !== null);
  return kind.scalar && taken ? (source ?? String(value)) : undefined;
}

function checked(kind: Text, text: string, at: number, path: string, reading: Reading): boolean {
  if (matches(kind, text)) return true;
  const meant = mended(kind, text, reading.directory);
  reading.fault(at, `${path} must be ${kind.what}, not "${text}"`, meant && `did you mean "${meant}"?`);
  return false;
}

function entries(node: Node, path: string, of: string, reading: Reading): Pair[] {
  if (isNull(node)) return [];
  if (isMap(node)) return pairsOf(node, reading);
  const glued = isScalar(node) ? /^([A-Za-z]\w*):(\S+)$/.exec(String(node.value)) : null;
  const hint = glued ? `put a space after the colon: ${glued[1]}: ${glued[2]}` : undefined;
  reading.fault(nodeAt(node), `${path || "a descriptor"} must be ${of}, not ${shown(node)}`, hint);
  return [];
}

function entryNames(node: Node, reading: Reading): string[] {
  return isMap(node) ? pairsOf(node, { ...reading, fault: () => {} }).map(({ key }) => key) : [];
}

function repeated(
  values: unknown[],
  message: (index: number) => string,
  nodes: Node[],
  reading: Reading,
): void {
  values.forEach((value, index) => {
    const again = value !== undefined && values.indexOf(value) < index;
    if (again) reading.fault(nodeAt(nodes[index] as Node), message(index), "leave one out");
  });
}

function isNull(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

function assign(found: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined)
    Object.defineProperty(found, key, { value, enumerable: true, writable: true, configurable: true });
}

function dotted(path: string, key: string | number): string {
  return path ? `${path}.${key}` : String(key);
}
