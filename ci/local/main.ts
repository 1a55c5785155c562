import { Failure } from "../../src/failure.ts";
import { afterInterruption } from "./builders/interruption.ts";
import { callOptions } from "./call.ts";
import { type Call, callOf, functionNamed } from "./command-line.ts";
import { complete } from "./completion.ts";
import { daggerInstead } from "./dagger.ts";
import { help, helpOf } from "./help.ts";
import { printFailure } from "./output/failures.ts";
import { VERSION } from "./paths.ts";

/** The command line: `[call] FUNCTION [SERVICE] [--flags] [VERB [--flags]]`. */
async function main(words: string[]): Promise<number> {
  const [name = "--help", ...rest] = words[0] === "call" ? words.slice(1) : words;
  if (["--version", "-v", "version"].includes(name)) return print(VERSION);
  if (["--help", "-h", "help"].includes(name)) return print(rest[0] ? helpFor(rest[0]) : help());
  if (name === "complete") return print((await complete(rest.slice(1))).join("\n"));
  if (rest.includes("--help") || rest.includes("-h")) return print(helpFor(name));
  const call = callOf(name, rest);
  return (await daggerInstead(call)) ?? here(call);
}

async function here({ called, values, chain }: Call): Promise<number> {
  const output = await called.run(callOptions(values), chain);
  print(values.json ? JSON.stringify(output.data ?? { text: output.text }, null, 2) : output.text);
  return output.exitCode ?? 0;
}

function helpFor(name: string): string {
  return helpOf(name, functionNamed(name));
}

function print(text: string): number {
  if (text) process.stdout.write(`${text}\n`);
  return 0;
}

/** Whatever a killed command said of itself, that we were interrupted is why. */
async function told(error: unknown): Promise<number> {
  return printFailure((await afterInterruption()) === undefined ? error : new Failure("interrupted"));
}

const exitCode = await main(process.argv.slice(2)).catch(told);
process.exitCode = (await afterInterruption()) ?? exitCode;
