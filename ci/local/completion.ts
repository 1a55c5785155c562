import * as commands from "../../src/commands/index.ts";
import { type Flags, own } from "./arguments.ts";
import type { CallOptions } from "./call.ts";
import { open } from "./commands/open.ts";
import { FUNCTIONS } from "./functions.ts";

/** What there is in the repository, asked only where it may be meant. */
type Names = () => Promise<string[]>;

/** What may stand where the last of the words begins: `multistage complete -- WORDS`, which shells call. */
export async function complete(words: string[], names: Names = serviceNames): Promise<string[]> {
  const begun = words.at(-1) ?? "";
  const found = await candidates(
    words[0] === "call" && words.length > 1 ? words.slice(1, -1) : words.slice(0, -1),
    begun,
    names,
  );
  return found.filter((each) => each.startsWith(begun));
}

async function candidates([name, ...said]: string[], begun: string, names: Names): Promise<string[]> {
  if (name === undefined) return [...Object.keys(FUNCTIONS), "call", "--help", "--version"];
  const called = own(FUNCTIONS, name);
  if (!called) return [];
  const verb = said.find((word) => own(called.verbs, word));
  const flags = (verb && own(called.verbs, verb)) || called.flags;
  const [, flag = ""] = /^--([^=]+)$/.exec(said.at(-1) ?? "") ?? [];
  const known = own(flags, flag);
  if (known && known.type !== "boolean") return valuesOf(flag, flags, names);
  if (begun.startsWith("-")) return flagsLeft(flags, said);
  if (verb) return [];
  const isOpen = called.takes && !said.includes(`--${called.takes}`) && !hasBare(said, flags);
  return [...Object.keys(called.verbs), ...(isOpen ? await valuesOf(called.takes ?? "", flags, names) : [])];
}

/** Flags whose values are services. */
const SERVICES = ["service", "only", "exclude"];

async function valuesOf(flag: string, flags: Flags, names: Names): Promise<string[]> {
  return SERVICES.includes(flag) ? names() : [...(own(flags, flag)?.choices ?? [])];
}

/** One that is a list may be said again. */
function flagsLeft(flags: Flags, said: string[]): string[] {
  const isLeft = (flag: string) => flags[flag]?.type === "list" || !said.includes(`--${flag}`);
  return Object.keys(flags)
    .filter(isLeft)
    .map((flag) => `--${flag}`);
}

/** A word that is neither a flag nor the value of one. */
function hasBare(said: string[], flags: Flags): boolean {
  return said.some((word, at) => {
    const [, before = ""] = /^--([^=]+)$/.exec(said[at - 1] ?? "") ?? [];
    const isValue = own(flags, before) && flags[before]?.type !== "boolean";
    return !word.startsWith("-") && !isValue;
  });
}

/** Nobody reads an error here: where nothing can be read, there are no names. */
async function serviceNames(): Promise<string[]> {
  try {
    const { services } = await commands.services(await open({} as CallOptions));
    return services.map(({ name }) => name);
  } catch {
    return [];
  }
}
