import type { Snapshot } from "../files/snapshot.ts";

/** One `key = value` of a TOML file. */
export interface Entry {
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
  entries: Entry[];
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

  get(table: string, key: string): Entry | undefined {
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

function parse(text: string): Table[] {
  const tables: Table[] = [{ name: "", line: 1, entries: [] }];
  const lines = text.split(/\r?\n/).map(uncommented);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    const header = /^\s*\[{1,2}\s*([^[\]]+?)\s*\]{1,2}\s*$/.exec(line)?.[1];
    if (header) tables.push({ name: unquotedKey(header), line: index + 1, entries: [] });
    const [, key, first] = (!header && PAIR.exec(line)) || [];
    if (!key || first === undefined) continue;
    const end = endOf(lines, index, first);
    const raw = [first, ...lines.slice(index + 1, end + 1)].join("\n").trim();
    tables.at(-1)?.entries.push({ key: unquotedKey(key), values: textsOf(raw), raw, line: index + 1 });
    index = end;
  }
  return tables;
}

const PAIR = /^\s*([\w."'-]+(?:\s*\.\s*[\w."'-]+)*)\s*=\s*(.*)$/;

/** The last line of a value that starts on line `index` with `first`. */
function endOf(lines: string[], index: number, first: string): number {
  let [raw, end] = [first, index];
  while (isOpen(raw) && end + 1 < lines.length) {
    end += 1;
    raw += `\n${lines[end]}`;
  }
  return end;
}

const TEXT = /"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\]|\\.)*)"|'([^']*)'/g;

/** True inside an array, an inline table or a long text. */
function isOpen(raw: string): boolean {
  if ((raw.match(/"""|'''/g)?.length ?? 0) % 2) return true;
  const rest = raw.replace(TEXT, "");
  const count = (brackets: RegExp) => rest.match(brackets)?.length ?? 0;
  return count(/[[{]/g) > count(/[\]}]/g);
}

function textsOf(raw: string): string[] {
  if (raw.trim().startsWith("{")) return [raw.trim()];
  const texts = [...raw.matchAll(TEXT)].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
  return texts.length || raw.trim().startsWith("[") ? texts : [raw.trim()];
}

function uncommented(line: string): string {
  return line.replace(/("(?:[^"\\]|\\.)*"|'[^']*')|#.*$/g, (_, text) => text ?? "");
}

function unquotedKey(key: string): string {
  return key.replace(/["']/g, "").replace(/\s*\.\s*/g, ".");
}
