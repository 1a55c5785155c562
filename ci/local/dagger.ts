import { $ } from "zx";
import type { Values } from "./arguments.ts";
import { chooseDagger } from "./engine.ts";
import { EXIT } from "./failures.ts";
import { PROJECT } from "./paths.ts";

/**
 * Hands the same words to `dagger call` where a Dagger engine answers or is asked for.
 *
 * @returns its exit code, or undefined where there is no engine and we do the work ourselves.
 */
export async function daggerInstead(values: Values, words: string[]): Promise<number | undefined> {
  const why = await chooseDagger(values.engine as string | undefined);
  if (!why) return undefined;
  process.stderr.write(`engine: dagger (${why})\n`);
  const { exitCode } = await $({ nothrow: true, stdio: "inherit" })`dagger ${daggerWords(words)}`;
  // Dagger ends as the failed command did: any number.
  return exitCode === 0 ? EXIT.done : EXIT.service;
}

/** Flags whose values name where a secret is. */
const SECRETS = ["--secret", "--registry-password"];

/** Our spelling in Dagger's words: its own options before `call`, secrets as addresses, `--engine` settled. */
export function daggerWords(words: string[]): string[] {
  const [call = "call", ...rest] = words;
  const own: string[] = [];
  const options: string[] = [];
  const json: string[] = [];
  for (const { flag, value, word } of spelled(rest)) {
    if (flag === "--progress") options.push(flag, value ?? "auto");
    else if (flag === "--json") json.push(flag);
    else if (flag && SECRETS.includes(flag))
      own.push(...(value ?? "").split(",").flatMap((one) => secretWords(flag, one)));
    else if (flag !== "--engine") own.push(...word);
  }
  return [...options, call, "--mod", PROJECT, ...json, ...own];
}

/** `NAME=env:VARIABLE` is an address, and a name beside it. */
function secretWords(flag: string, text: string): string[] {
  const [, name, kind, where] = /^(?:([A-Za-z_][\w-]*)=)?(env|file):(?!\/\/)(.+)$/.exec(text) ?? [];
  if (!where) return [flag, text];
  return [flag, `${kind}://${where}`, ...(name ? [`${flag}-name`, name] : [])];
}

interface Spelled {
  flag?: string;
  value?: string;
  word: string[];
}

/** Flags that are looked at with their values, as `--flag value` or `--flag=value`; all else as it is. */
function spelled(words: string[]): Spelled[] {
  const valued = [...SECRETS, "--engine", "--progress"];
  const left = [...words];
  const found: Spelled[] = [];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, flag = "", inline] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (flag === "--json") found.push({ flag, word: [word] });
    else if (!valued.includes(flag)) found.push({ word: [word] });
    else found.push({ flag, value: inline ?? left.shift(), word: [word] });
  }
  return found;
}
