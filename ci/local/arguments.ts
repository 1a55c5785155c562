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

/** Takes one callable's flags off the front of the words; answers the values and what is left. */
export function takeFlags(words: string[], name: string, flags: Flags): { values: Values; rest: string[] } {
  const values: Values = {};
  let at = 0;
  while (words[at]?.startsWith("-")) {
    const { flag, text, used } = flagAt(words, at, name, flags);
    store(values, flag, text, flags);
    at += used;
  }
  for (const [flag, { default: value, required }] of Object.entries(flags)) {
    values[flag] ??= value;
    if (required && values[flag] === undefined)
      throw badInput(`${name}: --${flag} is required`, usage(name, flags));
  }
  return { values, rest: words.slice(at) };
}

function flagAt(words: string[], at: number, name: string, flags: Flags) {
  const [, flag = "", inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(words[at] ?? "") ?? [];
  const known = own(flags, flag);
  if (!known)
    throw badInput(
      `${name}: unknown flag --${flag}${meant(flag, Object.keys(flags), "--")}`,
      usage(name, flags),
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

function usage(name: string, flags: Flags): string {
  return `${name} takes ${Object.keys(flags)
    .map((flag) => `--${flag}`)
    .join(" ")}`;
}
