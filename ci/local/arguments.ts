import { badInput } from "../../src/failure.ts";
import { nearest } from "../../src/yaml/nearest.ts";

/** One flag of a function, in the words that `dagger call` uses. */
export interface Flag {
  type: "string" | "number" | "boolean" | "list";
  help: string;
  default?: string;
  choices?: readonly string[];
  required?: boolean;
  /** Ours alone: `dagger call` doesn't know it. */
  localOnly?: boolean;
}

export type Flags = Record<string, Flag>;
export type Values = Record<string, string | number | boolean | string[] | undefined>;

/** Something that can be called: a function, or a verb after it. */
export interface Callable {
  help: string;
  flags: Flags;
}

/** What the front of a call's words says. */
export interface Taken {
  values: Values;
  /** The words that were taken, in the spelling of `dagger call`: every value has its flag. */
  said: string[];
  /** What is left. */
  rest: string[];
}

/**
 * Takes one callable's flags off the front of the words.
 *
 * @param bare the flag that a word without one is the value of, once; undefined where it is not for this callable.
 */
export function takeFlags(
  words: string[],
  name: string,
  flags: Flags,
  bare: (word: string, next?: string) => string | undefined = () => undefined,
): Taken {
  const values: Values = {};
  const said: string[] = [];
  let at = 0;
  for (let word = words[0]; word !== undefined; word = words[at]) {
    const meant = word.startsWith("-") ? undefined : bare(word, words[at + 1]);
    if (!word.startsWith("-") && (!meant || values[meant] !== undefined)) break;
    const { flag, text, used } = meant
      ? { flag: meant, text: word, used: 1 }
      : flagAt(words, at, name, flags);
    store(values, flag, text, flags);
    said.push(...(meant ? [`--${meant}`, word] : words.slice(at, at + used)));
    at += used;
  }
  for (const [flag, { default: value, required }] of Object.entries(flags)) {
    values[flag] ??= value;
    if (required && values[flag] === undefined)
      throw badInput(`${name}: --${flag} is required`, flags[flag]?.help);
  }
  return { values, said, rest: words.slice(at) };
}

function flagAt(words: string[], at: number, name: string, flags: Flags) {
  const [, flag = "", inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(words[at] ?? "") ?? [];
  const known = own(flags, flag);
  if (!known)
    throw badInput(
      `${name}: unknown flag --${flag}${meant(flag, Object.keys(flags), "--")}`,
      `${name} --help lists its flags`,
    );
  if (known.type === "boolean") return { flag, text: inline ?? "true", used: 1 };
  const text = inline ?? words[at + 1];
  if (text === undefined) throw badInput(`${name}: --${flag} needs a value: ${known.help}`);
  return { flag, text, used: inline === undefined ? 2 : 1 };
}

function store(values: Values, flag: string, text: string, flags: Flags) {
  const { type, choices } = flags[flag] ?? {};
  if (choices && !choices.includes(text))
    throw badInput(`--${flag} ${text}: expected ${choices.join(", ")}${meant(text, [...choices])}`);
  if (type === "list") values[flag] = [...((values[flag] as string[] | undefined) ?? []), ...text.split(",")];
  else if (type === "number") values[flag] = count(flag, text);
  else values[flag] = type === "boolean" ? text !== "false" : text;
}

function count(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw badInput(`--${flag} ${text}: expected a whole number from 1`);
}

/** What a caller names; never what every object inherits, such as `constructor`. */
export function own<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** `: did you mean "x"?`, or nothing. */
export function meant(word: string, known: string[], prefix = ""): string {
  const near = nearest(word, known);
  return near === undefined ? "" : `: did you mean ${prefix}${near}?`;
}
