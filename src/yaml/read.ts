import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { Fields, Kind, List, Mapping } from "./kinds.ts";
import { suggestion } from "./nearest.ts";
import { isNull, nodeAt, type Pair, pairsOf, resolveAlias, shown } from "./nodes.ts";
import { dotted, type Reading } from "./reader-state.ts";
import { checkText, readScalar } from "./scalars.ts";

/** Reads a node as what its kind says; undefined, with a fault noted, where it isn't that. */
export function read(kind: Kind, node: Node | null, path: string, reading: Reading): unknown {
  const value = resolveAlias(node, reading);
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
  const found: Record<string, unknown> = {};
  const pairs = entries(node, path, "fields", reading, kind.instead);
  for (const { key, at, value } of pairs) {
    const field = Object.hasOwn(kind.fields, key) ? kind.fields[key] : undefined;
    if (field) assign(found, key, readValue(field, value, at, dotted(path, key), reading));
    else if (!kind.others) unknownField(kind, key, at, path, reading);
  }
  if (kind.oneOf && pairs.filter(({ key }) => kind.oneOf?.includes(key)).length !== 1) {
    reading.fault(nodeAt(node), path, `needs exactly one of ${kind.oneOf.join(" and ")}`);
  }
  return found;
}

function unknownField({ fields }: Fields, key: string, at: number, path: string, reading: Reading): void {
  reading.fault(
    at,
    "",
    `unknown field "${key}"${path && ` in ${path}`}`,
    suggestion(key, Object.keys(fields)),
  );
}

function readMap(kind: Mapping, node: Node, path: string, reading: Reading): unknown {
  const found: Record<string, unknown> = {};
  for (const { key, at, value } of entries(node, path, "names and values", reading)) {
    if (!checkText(kind.key, key, at, `the name in ${path}`, reading)) continue;
    assign(found, key, readValue(kind.of, value, at, dotted(path, key), reading));
  }
  return found;
}

function readList(kind: List, node: Node, path: string, reading: Reading): unknown {
  if (isNull(node)) return [];
  if (!isSeq(node)) {
    const text = isScalar(node) ? String(node.value) : undefined;
    const hint = text === undefined ? "put - before each" : `say ${kind.fromText?.(text) ?? `[${text}]`}`;
    reading.fault(nodeAt(node), path, `must be a list, not ${shown(node)}`, hint);
    return undefined;
  }
  const items = node.items as Node[];
  const found = items.map((item, at) => readValue(kind.of, item, nodeAt(item), dotted(path, at), reading));
  if (items.length < (kind.minimum ?? 0)) {
    reading.fault(nodeAt(node), path, "is empty", "leave the line out");
  }
  found.forEach((value, index) => {
    const again = kind.unique && value !== undefined && found.indexOf(value) < index;
    const item = items[index] as Node;
    if (again) reading.fault(nodeAt(item), path, `names ${shown(item)} twice`, "leave one out");
  });
  return found.filter((value) => value !== undefined);
}

/** A value with its key: an absent scalar is a fault of the line. */
function readValue(kind: Kind, value: Node | null, keyAt: number, path: string, reading: Reading): unknown {
  const optional = kind.kind === "fields" || kind.kind === "map" || (kind.kind === "list" && !kind.minimum);
  if (optional || !isNull(value)) return read(kind, value, path, reading);
  reading.place(path, keyAt);
  const empty = kind.kind === "text" && kind.scalar === "any" ? 'say "" for an empty text' : undefined;
  reading.fault(keyAt, path, "has no value", empty ?? "give one or leave the line out");
  return undefined;
}

function entries(
  node: Node,
  path: string,
  of: string,
  reading: Reading,
  instead?: Fields["instead"],
): Pair[] {
  if (isNull(node)) return [];
  if (isMap(node)) return pairsOf(node, reading);
  const glued = isScalar(node) ? /^([A-Za-z]\w*):(\S+)$/.exec(String(node.value)) : null;
  const spaced = glued ? `put a space after the colon: ${glued[1]}: ${glued[2]}` : undefined;
  const hint = instead && isScalar(node) ? instead(String(node.value)) : spaced;
  reading.fault(nodeAt(node), path || "the file", `must be ${of}, not ${shown(node)}`, hint);
  return [];
}

/** `found[key] = value` would set the prototype where the key is `__proto__`. */
function assign(found: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) return;
  Object.defineProperty(found, key, { value, enumerable: true, writable: true, configurable: true });
}
