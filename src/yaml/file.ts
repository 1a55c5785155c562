import { Document, LineCounter } from "yaml";
import { documentsIn } from "./documents.ts";
import { type Fault, type Position, sortFaults } from "./fault.ts";
import type { Fields, Mapping } from "./kinds.ts";
import { read } from "./read.ts";
import { dotted, type Reading } from "./reader-state.ts";

/** A file as its fields say, with the places of what it says. */
export interface ParsedFile<T> {
  file: string;
  value: T;
  /** False where its syntax is broken, so that nothing it says is known. */
  isReadable: boolean;
  /** Where a value stands, a faulty one too: `at("needs", 0)`. */
  at(...path: (string | number)[]): Position | undefined;
  faults: Fault[];
}

/** Reads a file of these fields, each optional, or of names, and finds every fault in it in one go. */
export function parseFile<T extends object>(
  kind: Fields | Mapping,
  file: string,
  said: string,
): ParsedFile<T> {
  const text = said.replace(/^\uFEFF/, "");
  const lines = new LineCounter();
  const { documents, excess } = documentsIn(text, lines);
  const [document = new Document(), second] = documents;
  const places = new Map<string, Position>();
  const faults = new Map<string, Fault>();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const reading: Reading = {
    document,
    directory: file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".",
    position,
    place: (path, offset) => places.set(path, position(offset)),
    fault: (offset, subject, said, hint) => {
      const message = subject ? `${subject} ${said}` : said;
      const key = `${offset} ${said.replace(/ in .*/, "")}`;
      if (faults.size < MOST && !faults.has(key))
        faults.set(key, { file, ...position(offset), message, hint });
    },
  };
  const mark = text.search(MARK);
  if (mark >= 0) reading.fault(mark, "", "a merge left its marks here", MERGE);
  else if (excess) reading.fault(excess.offset, "", excess.message);
  else
    for (const { pos, code, message } of [...document.errors, ...document.warnings])
      reading.fault(pos[0], "", ...plain(code, message));
  if (second) reading.fault(second.range?.[0] ?? 0, "", "a second document starts here", SINGLE);
  // What follows a syntax error is guesswork of the YAML parser: faults found in it would mislead.
  const isReadable = mark < 0 && !excess && !second && !document.errors.length;
  const value = ((isReadable && document.contents && read(kind, document.contents, "", reading)) || {}) as T;
  const at: ParsedFile<T>["at"] = (...path) => places.get(path.reduce<string>(dotted, ""));
  return { file, value, isReadable, at, faults: sortFaults([...faults.values()]) };
}

/** More faults than anybody mends in one go: the rest is told when these are mended. */
const MOST = 100;

/** How git shows both sides of a conflict. */
const MARK = /^(<{7}|>{7}) /m;
const MERGE = "keep one of both sides, and remove the marks";

const SINGLE = "one file describes one service: remove the ---";

/** The YAML parser's words where they are good enough, ours where they aren't. */
function plain(code: string, message: string): [message: string, hint?: string] {
  switch (code) {
    case "TAB_AS_INDENT":
      return ["a tab indents this line", "indent with spaces"];
    case "TAG_RESOLVE_FAILED":
      return [message.replace(/^Unresolved tag: /, "unknown tag "), "put the text in quotes"];
    default:
      return [`not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`];
  }
}
