import { withoutCommentsAndStrings } from "../../detection/without-comments.ts";
import type { Snapshot } from "../../files/snapshot.ts";

/** A text in a source, and its line. */
export interface GoLiteral {
  text: string;
  line: number;
  /** The function that it is an argument of, as it is called: `http.Dir`. */
  call?: string;
}

/** What a Go file says of itself. */
export interface GoSource {
  package?: string;
  /** Left out of every ordinary build: `//go:build ignore`, or what only its tool asks for: `mage`, `wireinject`, `tools`. */
  isIgnored: boolean;
  /** A tool made it of another file, which it names: https://go.dev/s/generatedcode. */
  isGenerated: boolean;
  imports: GoLiteral[];
  /** Strings of its code, imports left out. */
  literals: GoLiteral[];
  /** Patterns of `//go:embed`. */
  embeds: string[];
  /** Commands of `//go:generate`. */
  generates: GoLiteral[];
}

/** What a file of the tree says; undefined where its text isn't known. */
export function goSource(tree: Snapshot, path: string): GoSource | undefined {
  return tree.parsed(path, read);
}

/** Tags that no ordinary build sets. */
const LEFT_OUT = /^\(?(ignore|mage|tools|wireinject|integration|e2e)\b/;

const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'/g;

function read(text: string): GoSource {
  const tokens = [...text.matchAll(TOKEN)].map(({ 0: said, index }) => ({ said, index }));
  const comments = tokens.filter(({ said }) => said.startsWith("/"));
  const strings = tokens.filter(({ said }) => /^["`]/.test(said));
  const lineOf = lines(text);
  const code = withoutCommentsAndStrings(text, tokens);
  const literals = strings.map(({ said, index }) => ({
    text: said.slice(1, -1),
    line: lineOf(index),
    call: callAt(code, index),
    index,
  }));
  const isImported = importsIn(code);
  const directives = (name: string) =>
    comments.flatMap(({ said, index }) => {
      const rest = said.startsWith(`//go:${name} `) ? said.slice(name.length + 6).trim() : undefined;
      return rest === undefined ? [] : [{ text: rest, line: lineOf(index) }];
    });
  const plain = (all: typeof literals) => all.map(({ index, ...literal }) => literal);
  return {
    package: /^[ \t]*package\s+(\w+)/m.exec(code)?.[1],
    isIgnored:
      directives("build").some(({ text }) => LEFT_OUT.test(text)) ||
      /^\/\/ \+build (ignore|mage|tools|wireinject)\b/m.test(text),
    isGenerated: comments.some(({ said }) => /^\/\/ Code generated .* DO NOT EDIT\.\s*$/.test(said)),
    imports: plain(literals.filter(({ index }) => isImported(index))),
    literals: plain(literals.filter(({ index }) => !isImported(index))),
    embeds: directives("embed").flatMap(({ text }) => text.split(/\s+/)),
    generates: directives("generate"),
  };
}

/** The call whose parenthesis is open at a place, with at most plain calls closed before it. */
function callAt(code: string, index: number): string | undefined {
  const start = Math.max(0, index - 200);
  for (let [at, isClosed] = [index - 1, false]; at >= start; at -= 1) {
    const letter = code[at];
    if (letter === ")" && isClosed) return undefined;
    if (letter === ")") isClosed = true;
    else if (letter === "(" && !isClosed) return /[A-Za-z_][\w.]*$/.exec(code.slice(start, at))?.[0];
    else if (letter === "(") isClosed = false;
  }
  return undefined;
}

/** Tells the places of import declarations. */
function importsIn(code: string): (index: number) => boolean {
  const found = [...code.matchAll(/^[ \t]*import(?:\s*\([^)]*\)|[^\n;]*)/gm)];
  const spans = found.map(({ 0: said, index }) => [index, index + said.length] as const);
  return (index) => spans.some(([start, end]) => index >= start && index < end);
}

/** Tells the lines of places, at once where they are asked for in their order. */
function lines(text: string): (index: number) => number {
  const begin = { line: 1, end: text.indexOf("\n"), index: 0 };
  let at = begin;
  return (index) => {
    if (index < at.index) at = begin;
    let { line, end } = at;
    for (; end >= 0 && end < index; end = text.indexOf("\n", end + 1)) line += 1;
    at = { line, end, index };
    return line;
  };
}
