/** One logical line of Python: what brackets, backslashes and long texts spread over several is one. */
export interface Line {
  /** From 1: where it begins. */
  number: number;
  indent: number;
  /** Without comments, and with nothing but blanks inside texts in quotes. */
  code: string;
  /** The same, as written. */
  text: string;
  /** Headers of the blocks that hold it, the outermost first: `def create_app():`. */
  within: Line[];
}

/** Reads a file's logical lines; what is no Python is read as far as it goes: the interpreter judges the file. */
export function pythonLines(source: string): Line[] {
  const text = source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const code = masked(text);
  const lines = spansOf(code).flatMap(({ start, end, number }): Line[] => {
    const part = code.slice(start, end);
    if (!part.trim()) return [];
    const indent = /^[ \t]*/.exec(part)?.[0].replaceAll("\t", "        ").length ?? 0;
    return [{ number, indent, code: part.trim(), text: text.slice(start, end).trim(), within: [] }];
  });
  return nested(lines);
}

/** Names the blocks that each line lies in. */
function nested(lines: Line[]): Line[] {
  const open: Line[] = [];
  for (const line of lines) {
    while (open.length && (open.at(-1) as Line).indent >= line.indent) open.pop();
    line.within = [...open];
    if (line.code.endsWith(":")) open.push(line);
  }
  return lines;
}

const QUOTED =
  /#[^\n]*|("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*(?:\1|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g;

/** The text with blanks in place of comments and of what stands in quotes: each character keeps its place. */
function masked(text: string): string {
  return text.replace(QUOTED, (part, long: string | undefined) => {
    const quote = part.startsWith("#") ? "" : (long ?? part.charAt(0));
    const inner = part.slice(quote.length, part.length - quote.length).replace(/[^\n]/g, " ");
    return `${quote}${inner}${quote}`.slice(0, part.length);
  });
}

/** Where logical lines begin and end, by brackets, backslashes and long texts that are open at a line's end. */
function spansOf(code: string): { start: number; end: number; number: number }[] {
  const spans: { start: number; end: number; number: number }[] = [];
  let [start, from, number, depth] = [0, 1, 1, 0];
  let isText = false;
  for (const { 0: token, index } of code.matchAll(/"""|'''|[([{]|[)\]}]|\\?\n/g)) {
    if (token.length === 3) isText = !isText;
    else if (token.endsWith("\n")) {
      number += 1;
      if (token !== "\n" || depth > 0 || isText) continue;
      spans.push({ start, end: index, number: from });
      [start, from] = [index + 1, number];
    } else if (!isText) depth = Math.max(0, depth + ("([{".includes(token) ? 1 : -1));
  }
  return [...spans, { start, end: code.length, number: from }];
}
