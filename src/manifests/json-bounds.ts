/** What a JSON manifest may have at most: more than a person or a tool writes, less than what keeps a reader busy. */
const BOUNDS = {
  /** Characters. */
  length: 4_194_304,
  /** Lists and objects in each other. */
  depth: 200,
};

/** Strings as a whole, brackets one by one, all else in between. */
const PIECE = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|[[\]{}]|[^"[\]{}]+/g;

/** Where a text has more than it may, and of what. */
export function jsonExcess(text: string): { offset: number; message: string } | undefined {
  if (text.length > BOUNDS.length) return { offset: BOUNDS.length, message: "the file is longer than 4 MB" };
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (piece === "[" || piece === "{") depth += 1;
    if (piece === "]" || piece === "}") depth -= 1;
    if (depth > BOUNDS.depth) return { offset: index, message: "nested too deeply" };
  }
  return undefined;
}
