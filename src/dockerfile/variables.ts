import { instructionFlags } from "./flags.ts";
import type { Instruction } from "./parse.ts";

/** What builders themselves say of the platform they build on and for. */
const PLATFORM = /^(BUILD|TARGET)(PLATFORM|OS|ARCH|VARIANT)$/;

/** Every value that the variables of a Dockerfile are given in it, by name. */
export type Variables = Map<string, string[]>;

/** Values of `ARG` and `ENV`, wherever they stand: which one is in force is the builder's to know. */
export function variablesOf(instructions: Instruction[], declared = /^(ARG|ENV)\s/i): Variables {
  const found: Variables = new Map();
  for (const { joined } of instructions.filter(({ joined }) => declared.test(joined))) {
    for (const [name, value] of pairsOf(joined)) found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

/** `A=1 B="2 3"`, and `A 1` of an `ENV` of older times. */
function pairsOf(joined: string): [string, string][] {
  const { rest } = instructionFlags(joined);
  const [, name = "", old] = /^(\w+)\s+([^=]*)$/.exec(rest) ?? [];
  if (old !== undefined && /^ENV/i.test(joined)) return [[name, old]];
  return [...rest.matchAll(PAIR)].map(([, key = "", value = ""]) => [key, unquoted(value)]);
}

/** One without a value tells none: it has that of an earlier line, or of the caller. */
const PAIR = /(?<=^|\s)(\w+)=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)(?=\s|$)/g;

function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/, "$2");
}

/**
 * Everything that a text with variables may come to; a variable without a value is empty, as it is to builders.
 * Undefined where that can't be told: what builders compute (`${A%x}`), or too many values.
 */
export function readings(text: string, variables: Variables): string[] | undefined {
  let all = [text];
  for (let round = 0; round < 10; round += 1) {
    if (all.every((each) => !each.includes("$")))
      return all.every((each) => !/["'\\]/.test(each)) ? all : undefined;
    const next = all.map((each) => expansions(each, variables));
    if (next.includes(undefined)) return undefined;
    all = [...new Set((next as string[][]).flat())];
    if (all.length > 100) return undefined;
  }
  return undefined;
}

/** The first variable replaced by each of its values. */
function expansions(text: string, variables: Variables): string[] | undefined {
  const found = /\$(?:\{(\w+)(?:(:?[-+])([^{}]*))?\}|(\w+))/.exec(text);
  if (!found) return text.includes("$") ? undefined : [text];
  const [said, braced, sign, fallback = "", bare] = found;
  const name = (braced ?? bare) as string;
  const given = [...(variables.get(name) ?? []), ...(PLATFORM.test(name) ? ["amd64"] : [])];
  const isSet = given.some((value) => value !== "" || !sign?.startsWith(":"));
  const others = sign?.endsWith("+") ? [isSet ? fallback : ""] : isSet ? given : [fallback];
  return [...new Set(others)].map(
    (value) => text.slice(0, found.index) + value + text.slice(found.index + said.length),
  );
}
