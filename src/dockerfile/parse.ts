/** One instruction of a Dockerfile that somebody wrote. */
export interface Instruction {
  /** As it stands there: several lines where it is continued, or has here-documents. */
  text: string;
  /** The same on one line, without the comments in between; here-documents are not in it. */
  joined: string;
  /** Where it starts, from 1. */
  line: number;
  /** Lines after it that are its input: its here-documents. */
  documents: string[];
}

/** The instructions of a Dockerfile, as BuildKit reads it. */
export function instructionsOf(text: string): Instruction[] {
  const lines = text.split("\n");
  const continued = escapeOf(text) === "`" ? /(?<!`)`[ \t]*\r?$/ : /(?<!\\)\\[ \t]*\r?$/;
  const found: Instruction[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (isSkipped(lines[at] as string)) continue;
    const { joined, next } = joinedFrom(lines, at, continued);
    const end = hereDocumentsFrom(lines, next, joined);
    const said = lines.slice(at, end).join("\n");
    found.push({ text: said, joined, line: at + 1, documents: lines.slice(next, end) });
    at = end - 1;
  }
  return found;
}

/** What continues a line: the first lines of a Dockerfile may name another character. */
export function escapeOf(text: string): string {
  for (const line of text.split("\n")) {
    const [, name, value] = /^\s*#\s*([A-Za-z][\w.-]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === "escape" && value) return value;
  }
  return "\\";
}

/** A continued line goes on after comments and empty lines. */
function joinedFrom(lines: string[], start: number, continued: RegExp): { joined: string; next: number } {
  let joined = "";
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (at > start && isSkipped(line)) continue;
    joined += line.replace(continued, "");
    if (!continued.test(line)) return { joined: joined.trim(), next: at + 1 };
  }
  return { joined: joined.trim(), next: lines.length };
}

/** The line after the here-documents that an instruction has, one after another. */
function hereDocumentsFrom(lines: string[], start: number, joined: string): number {
  if (!/^(RUN|COPY|ADD)\s/i.test(joined)) return start;
  const words = joined.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.reduce((at, word) => {
    const [, tabs, name] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? [];
    if (name === undefined) return at;
    const bare = name.replace(/["']/g, "");
    const isEnd = (line: string) => line.replace(/\r$/, "").replace(tabs ? /^\t+/ : "", "") === bare;
    const end = lines.slice(at).findIndex(isEnd);
    return end < 0 ? lines.length : at + end + 1;
  }, start);
}

function isSkipped(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}
