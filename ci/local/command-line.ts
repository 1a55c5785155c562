import { badInput } from "../../src/failure.ts";
import { meant, own, type Taken, takeFlags, type Values } from "./arguments.ts";
import { type Chain, callOptions } from "./call.ts";
import { FUNCTIONS, type LocalFunction } from "./functions.ts";
import { refuseNoTerminal } from "./output/destination.ts";

/** What a caller's words ask for. */
export interface Call {
  name: string;
  called: LocalFunction;
  values: Values;
  chain?: Chain;
  /** The same in the spelling of `dagger call`. */
  words: string[];
}

/**
 * Reads `[call] FUNCTION [SERVICE] [--flags] [VERB [--flags]]`.
 *
 * @throws a `Failure` (exit 2) for a word that is none, with the one that was probably meant.
 */
export function callOf(name: string, rest: string[]): Call {
  const called = functionNamed(name);
  const { values, said, rest: after } = takeFlags(rest, name, called.flags, bareWord(called));
  const chain = after.length ? chainOf(name, called, after) : undefined;
  return { name, called, values, chain, words: ["call", name, ...said, ...after] };
}

/** @throws a `Failure` (exit 2) where there is none. */
export function functionNamed(name: string): LocalFunction {
  const called = own(FUNCTIONS, name);
  if (called) return called;
  throw badInput(
    `there is no function "${name}"${meant(name, Object.keys(FUNCTIONS))}`,
    "--help lists what there is",
  );
}

/** What a word without a flag says: the function's first argument, unless it is a verb, or was meant to be one. */
function bareWord({ takes, flags, verbs }: LocalFunction) {
  return (word: string, next = ""): string | undefined => {
    const [, flag = ""] = /^--([^=]+)/.exec(next) ?? [];
    const isVerbs = Object.values(verbs).some((own) => Object.hasOwn(own, flag));
    const isMisspelled = isVerbs && !Object.hasOwn(flags, flag);
    return own(verbs, word) || isMisspelled ? undefined : takes;
  };
}

function chainOf(name: string, { verbs }: LocalFunction, [verb = "", ...words]: string[]): Chain {
  const flags = own(verbs, verb);
  if (!flags)
    throw badInput(
      `${name}: "${verb}" can't follow${meant(verb, Object.keys(verbs))}`,
      `verbs: ${Object.keys(verbs).join(", ") || "none"}`,
    );
  if (verb === "terminal") refuseNoTerminal(`${name} terminal`);
  const { values, rest }: Taken = takeFlags(words, verb, flags);
  if (rest.length) throw badInput(`${verb}: unexpected "${rest[0]}"`);
  return { verb, given: callOptions(values) };
}
