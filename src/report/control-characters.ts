/** Colours that a tool gave its lines: they say nothing that the text doesn't. */
export const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");

/** What moves a terminal's cursor, rings, hides, or turns the direction of reading; line breaks and tabs stay. */
const HIDDEN = /(?![\n\t])\p{Cc}|[\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** How a CI's runner recognises a command to itself: `::error` begins a line, `##[error]` and `##vso[` stand anywhere. */
const COMMAND = /^(\s*:)(?=:)|(#)(?=#\w*\[)/gm;

/**
 * Text for people, whoever wrote what is in it: names of files, what a tool printed, what a registry answered. Control
 * characters are shown as escapes, and nothing in it commands a terminal or a CI's runner.
 */
export function visible(text: string): string {
  return text.replace(COLOUR, "").replace(HIDDEN, asEscape).replace(COMMAND, "$1$2 ");
}

/** The same as one line: a cell of a table, a comment, a line of a log. */
export function oneLine(text: string): string {
  return visible(text.replaceAll("\n", "\\n"));
}

function asEscape(character: string): string {
  const code = character.charCodeAt(0);
  if (character === "\r") return "\\r";
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
}
