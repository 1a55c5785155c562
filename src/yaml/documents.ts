import { Composer, type CST, type Document, Lexer, type LineCounter, Parser } from "yaml";

/** What a YAML file may have at most: more than a person writes, less than what keeps a reader busy. */
const BOUNDS = {
  /** Characters. */
  length: 131_072,
  /** Nested lists and fields. A reader that goes deeper may end the whole process, which nothing can catch. */
  depth: 100,
  /** Anchors, aliases and tags. */
  marks: 1000,
};

/** Where a file has more than {@link BOUNDS} says, and of what. */
export interface Excess {
  offset: number;
  message: string;
}

/** The documents of a YAML file, with their faults; none of one that has more than it may. */
export function documentsIn(text: string, lines?: LineCounter): { documents: Document[]; excess?: Excess } {
  if (text.length > BOUNDS.length)
    return { documents: [], excess: { offset: BOUNDS.length, message: "the file is longer than 128 KB" } };
  const tokens: CST.Token[] = [];
  const parser = new Parser(lines?.addNewLine);
  lines?.addNewLine(0);
  let marks = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (/^[&*!]/.test(lexeme)) marks += 1;
    if (marks > BOUNDS.marks)
      return {
        documents: [],
        excess: { offset: parser.offset, message: "too many anchors, aliases and tags" },
      };
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > BOUNDS.depth)
      return { documents: [], excess: { offset: parser.offset, message: "nested too deeply" } };
  }
  tokens.push(...parser.end());
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, merge: true });
  return { documents: [...composer.compose(tokens, true, text.length)] as Document[] };
}
