import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import type { Reading } from "./reader-state.ts";

/** One line of a map: its key's text and place, and its value. */
export interface Pair {
  key: string;
  at: number;
  value: Node | null;
}

/** The lines of a map, with those that `<<: *anchor` merges in; a key given twice is a fault. */
export function pairsOf(map: YAMLMap, reading: Reading, seen = new Set<Node>()): Pair[] {
  if (seen.has(map)) return [];
  seen.add(map);
  const own = new Map<string, Pair>();
  const merged: Pair[] = [];
  for (const item of map.items) {
    const [key, value] = [item.key as Node | null, item.value as Node | null];
    const name = isScalar(key) ? String(key.source ?? key.value) : undefined;
    const at = nodeAt(key ?? map);
    if (name === undefined) reading.fault(at, "", "a field's name must be text");
    else if (name === "<<") merged.push(...mergedPairs(value, reading, seen));
    else if (own.has(name)) duplicate(name, at, own.get(name) as Pair, reading);
    else own.set(name, { key: name, at, value });
  }
  for (const pair of merged) if (!own.has(pair.key)) own.set(pair.key, pair);
  return [...own.values()];
}

/** The node itself, or what an alias stands for; undefined, with a fault, where it stands for nothing. */
export function resolveAlias(
  node: Node | null,
  reading: Pick<Reading, "document" | "fault">,
): Node | undefined {
  if (!isAlias(node)) return node ?? undefined;
  const target = node.resolve(reading.document);
  if (!target) reading.fault(nodeAt(node), "", `nothing before this is marked &${node.source}`);
  return target;
}

/** Where a node starts in the text. */
export function nodeAt(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

/** A node as messages show it. */
export function shown(node: Node): string {
  if (isMap(node)) return "fields";
  if (isSeq(node)) return "a list";
  if (!isScalar(node)) return "an alias";
  if (node.value === null) return "nothing";
  const source = node.source ?? String(node.value);
  const short = source.length > 60 ? `${source.slice(0, 57)}...` : source;
  return typeof node.value === "string" ? JSON.stringify(short) : short;
}

function mergedPairs(node: Node | null, reading: Reading, seen: Set<Node>): Pair[] {
  const target = resolveAlias(node, reading);
  if (isSeq(target)) return target.items.flatMap((item) => mergedPairs(item as Node, reading, seen));
  if (isMap(target)) return pairsOf(target, reading, seen);
  if (target) reading.fault(nodeAt(node), "", `<< takes fields, not ${shown(target)}`);
  return [];
}

function duplicate(name: string, at: number, first: Pair, reading: Reading): void {
  const { line } = reading.position(first.at);
  reading.fault(at, `"${name}"`, "is given twice", `first on line ${line}: leave one out`);
}

export function isNull(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}
