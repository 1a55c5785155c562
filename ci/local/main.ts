import { badInput } from "../../src/failure.ts";
import { meant, own, takeFlags } from "./arguments.ts";
import { afterInterruption } from "./builders/interruption.ts";
import { callOptions } from "./call.ts";
import { daggerInstead } from "./dagger.ts";
import { FUNCTIONS } from "./functions.ts";
import { help, helpOf } from "./help.ts";
import { printFailure } from "./output/failures.ts";

/** The command line: `call FUNCTION [--flags] [VERB [--flags]]`. */
async function main(words: string[]): Promise<number> {
  const [command, name = "", ...rest] = words;
  if (command !== "call" || !name || name.startsWith("-")) return usage(words);
  const called = own(FUNCTIONS, name);
  if (!called) throw badInput(`there is no function "${name}"${meant(name, Object.keys(FUNCTIONS))}`, help());
  if (rest.includes("--help") || rest.includes("-h")) return print(helpOf(name, called));
  const { values, rest: after } = takeFlags(rest, name, called.flags);
  const instead = await daggerInstead(name, values, called.flags, words, after.length > 0);
  if (instead !== undefined) return instead;
  const chain = after.length ? chainOf(name, called.verbs, after) : undefined;
  const output = await called.run(callOptions(values), chain);
  print(values.json ? JSON.stringify(output.data ?? { text: output.text }, null, 2) : output.text);
  return output.exitCode ?? 0;
}

function chainOf(name: string, verbs: (typeof FUNCTIONS)[string]["verbs"], [verb = "", ...words]: string[]) {
  const flags = own(verbs, verb);
  if (!flags)
    throw badInput(
      `${name}: "${verb}" can't follow${meant(verb, Object.keys(verbs))}`,
      `verbs: ${Object.keys(verbs).join(", ") || "none"}`,
    );
  const { values, rest } = takeFlags(words, verb, flags);
  if (rest.length) throw badInput(`${verb}: unexpected "${rest[0]}"`);
  return { verb, given: callOptions(values) };
}

function usage(words: string[]): number {
  const asked = words.length === 0 || words.some((word) => ["--help", "-h", "help", "call"].includes(word));
  if (!asked) throw badInput(`unknown command "${words[0]}"`, help());
  return print(help());
}

function print(text: string): number {
  if (text) process.stdout.write(`${text}\n`);
  return 0;
}

const exitCode = await main(process.argv.slice(2)).catch(printFailure);
process.exitCode = (await afterInterruption()) ?? exitCode;
