import type { Random } from "../../../ci/bench/random.ts";

/** What readers stumble over: ends of other syntaxes, names that every object has, numbers that are none. */
const WORDS = [
  ...[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    '"',
    "'",
    "`",
    '"""',
    "'''",
    "\\",
    "${",
    "$(",
    "{{",
    "}}",
    "/*",
    "*/",
  ],
  ...[
    "<!--",
    "<![CDATA[",
    "&amp;",
    "&x;",
    "#",
    "//",
    "--",
    "---\n",
    "...\n",
    ": ",
    "- ",
    ",",
    "=",
    "==",
    "|",
    ">-",
  ],
  ...["\n", "\r\n", "\t", " ", "\0", "\uFEFF", "\u2028", "\uFFFD", "\u001b[2J", "é", "🙂", "\ud800"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "null",
    "true",
    "false",
    "NaN",
    "undefined",
    "[]",
    "{}",
  ],
  ...[
    "0",
    "-1",
    "1e999",
    "99999999999999999999",
    "0x10",
    ".5",
    "..",
    "../../..",
    "/",
    "~",
    "*",
    "&a",
    "*a",
    "!!js/f",
    "@",
  ],
  ...[
    "FROM ",
    "COPY ",
    "RUN ",
    "ENV ",
    "ARG ",
    "ONBUILD ",
    "<<EOF\n",
    "--mount=type=cache ",
    "AS ",
    "HEALTHCHECK ",
  ],
];

/** A text with one to four changes that chance decides: what two people, an editor and a bad merge make of a file. */
export function mutated(text: string, chance: Random, others: readonly string[]): string {
  let result = text;
  for (let times = chance.integer(1, 4); times > 0; times -= 1)
    result = chance.pick(CHANGES)(result, chance, others);
  return result;
}

type Change = (text: string, chance: Random, others: readonly string[]) => string;

const CHANGES: readonly Change[] = [
  // Something comes in between.
  (text, chance) => spliced(text, chance.integer(0, text.length), 0, chance.pick(WORDS)),
  (text, chance) => spliced(text, chance.integer(0, text.length), 0, chance.pick(WORDS)),
  // A few characters are others.
  (text, chance) => spliced(text, chance.integer(0, text.length), chance.integer(1, 4), chance.pick(WORDS)),
  // A part is missing.
  (text, chance) => spliced(text, chance.integer(0, text.length), chance.integer(1, 40), ""),
  // It ends early.
  (text, chance) => text.slice(0, chance.integer(0, text.length)),
  // A word is another one, everywhere.
  (text, chance) => {
    const words = text.match(/\w{2,30}/g) ?? [""];
    return text.split(chance.pick(words)).join(chance.pick([...WORDS, ...words.slice(0, 20)]));
  },
  // A part is there many times: nested, or beside itself.
  (text, chance) => {
    const at = chance.integer(0, text.length);
    const part = text.slice(at, at + chance.integer(1, 30));
    return spliced(text, at, 0, part.repeat(chance.pick([2, 3, 50, 400])));
  },
  // A line is somewhere else.
  (text, chance) => {
    const lines = text.split("\n");
    const [line = ""] = lines.splice(chance.integer(0, lines.length - 1), 1);
    lines.splice(chance.integer(0, lines.length), 0, line);
    return lines.join("\n");
  },
  // A value in quotes is something else.
  (text, chance) => {
    const values = [...text.matchAll(/"[^"\n]{0,60}"|'[^'\n]{0,60}'|\b\d+\b/g)];
    if (!values.length) return text;
    const { 0: value, index } = chance.pick(values);
    return spliced(text, index, value.length, chance.pick(WORDS));
  },
  // It goes on as another file.
  (text, chance, others) => {
    const other = chance.pick(others);
    return text.slice(0, chance.integer(0, text.length)) + other.slice(chance.integer(0, other.length));
  },
];

function spliced(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length);
}
