import type { Snapshot } from "../files/snapshot.ts";
import { valueAt } from "./toml-value.ts";

/** One `key = value` of a TOML file. */
export interface TomlEntry {
  key: string;
  /** Texts: one, or those of an array; of an inline table, as written. */
  values: string[];
  raw: string;
  line: number;
}

/** One `[table]` or `[[table]]`; what stands before the first is the table "". */
export interface Table {
  name: string;
  line: number;
  entries: TomlEntry[];
}

/**
 * The part of TOML that manifests use and detection reads: tables, keys, texts and arrays of them,
 * each with its line. What it can't read it skips; the ecosystem's own tools judge the file.
 */
export class TomlTables {
  readonly tables: Table[];

  constructor(text: string) {
    this.tables = parse(text);
  }

  /** The file's tables; undefined where there is no such file. */
  static of(tree: Snapshot, file: string): TomlTables | undefined {
    return tree.has(file) ? (tree.parsed(file, read) ?? read("")) : undefined;
  }

  get(table: string, key: string): TomlEntry | undefined {
    const dotted = table ? `${table}.` : "";
    for (const { name, entries } of this.tables) {
      const found = entries.find((entry) => `${name ? `${name}.` : ""}${entry.key}` === `${dotted}${key}`);
      if (found) return found;
    }
    return undefined;
  }

  /** The value's first text. */
  text(table: string, key: string): string | undefined {
    return this.get(table, key)?.values[0];
  }

  /** True where the table, or one below it, is there. */
  has(table: string): boolean {
    return this.tables.some(({ name }) => name === table || name.startsWith(`${table}.`));
  }

  all(table: string): Table[] {
    return this.tables.filter(({ name }) => name === table);
  }
}

function read(text: string): TomlTables {
  return new TomlTables(text);
}

const HEADER = /[ \t]*\[{1,2}([^[\]\n]+)\]{1,2}[ \t]*(?=#|\n|$)/y;
const KEY = /[ \t]*([\w."'-][\w."' \t-]*)=/y;

/** Line by line, each read once; what is no table and no key is passed over. */
function parse(marked: string): Table[] {
  const text = marked.replaceAll("\r\n", "\n");
  const tables: Table[] = [{ name: "", line: 1, entries: [] }];
  for (let [at, line] = [0, 1]; at < text.length; ) {
    const header = matchAt(HEADER, text, at)?.[1]?.trim();
    const pair = header ? undefined : matchAt(KEY, text, at);
    const key = keyOf(pair?.[1] ?? "");
    const value = pair && key ? valueAt(text, at + pair[0].length) : undefined;
    if (header) tables.push({ name: unquotedKey(header), line, entries: [] });
    if (value && key) tables.at(-1)?.entries.push({ key, values: value.values, raw: value.raw, line });
    const next = endOfLine(text, value?.end ?? at) + 1;
    line += newlines(text, at, next);
    at = next;
  }
  return tables;
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function newlines(text: string, from: number, to: number): number {
  return text.slice(from, to).split("\n").length - 1;
}

/** Blanks stand only around dots. */
function keyOf(written: string): string | undefined {
  const key = unquotedKey(written.trim());
  return /\s/.test(key) ? undefined : key;
}

function unquotedKey(key: string): string {
  const parts = key.replace(/["']/g, "").split(".");
  return parts.map((part) => part.trim()).join(".");
}
