import { LineCounter, parseDocument } from "yaml";
import type { Descriptor, ParsedDescriptor, Position } from "./descriptor.ts";
import { type Fault, sortFaults } from "./fault.ts";
import { DESCRIPTOR } from "./fields.ts";
import { type Reading, read } from "./read.ts";

/** Name of the file that describes a service. */
export const FILE_NAME = "service.yaml";

/**
 * Reads a descriptor and finds every fault in it in one go.
 *
 * @param file its path relative to the source root; its directory is the service's.
 */
export function parseDescriptor(file: string, text: string): ParsedDescriptor & { faults: Fault[] } {
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: true };
  const document = parseDocument(text.replace(/^\uFEFF/, ""), options);
  const places = new Map<string, Position>();
  const faults: Fault[] = [];
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const reading: Reading = {
    document,
    directory: file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".",
    fault: (offset, message, hint) => faults.push({ file, ...position(offset), message, hint }),
    place: (path, offset) => places.set(path, position(offset)),
    lineOf: (offset) => position(offset).line,
  };
  const broken = [...document.errors, ...document.warnings];
  for (const { pos, code, message } of broken) reading.fault(pos[0], ...plain(code, message));
  // What follows a syntax error is guesswork of the YAML parser: faults found in it would mislead.
  const value =
    document.errors.length || !document.contents ? {} : read(DESCRIPTOR, document.contents, "", reading);
  return {
    file,
    descriptor: (value ?? {}) as Descriptor,
    at: (...path) => places.get(path.join(".")),
    faults: unique(faults),
  };
}

/** The YAML parser's words where they are good enough, ours where they aren't. */
function plain(code: string, message: string): [message: string, hint?: string] {
  switch (code) {
    case "TAB_AS_INDENT":
      return ["a tab indents this line", "indent with spaces"];
    case "MULTIPLE_DOCS":
      return ["a second document starts here", "one file describes one service: remove the ---"];
    case "TAG_RESOLVE_FAILED":
      return [message.replace(/^Unresolved tag: /, "unknown tag "), "put the text in quotes"];
    default:
      return [`not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`];
  }
}

/** The parser repeats itself where one slip breaks several rules; merged fields are read once per use. */
function unique(faults: Fault[]): Fault[] {
  const texts = new Set<string>();
  return sortFaults(faults).filter((fault) => {
    const key = `${fault.line}:${fault.column}:${fault.message}`;
    return !texts.has(key) && texts.add(key);
  });
}
