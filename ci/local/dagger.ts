import { $ } from "zx";
import { badInput, EXIT } from "../../src/failure.ts";
import { exitCodeOf } from "../../src/report/exit-code.ts";
import type { RunResult } from "../../src/report/result.ts";
import type { Flags, Values } from "./arguments.ts";
import { chooseDagger, has } from "./builders/choose.ts";
import { refuseDropped } from "./dropped.ts";
import { PROJECT } from "./paths.ts";
import { withPublishWords } from "./publish/dagger-words.ts";

/**
 * Hands the same words to `dagger call` where a Dagger engine answers or is asked for.
 *
 * @param chained whether a verb follows the function.
 * @returns its exit code, or undefined where there is no engine and we do the work ourselves.
 * @throws a `Failure` (exit 2) where Dagger is asked for, and a flag works without it only.
 */
export async function daggerInstead(
  name: string,
  values: Values,
  flags: Flags,
  words: string[],
  chained: boolean,
): Promise<number | undefined> {
  const why = await chooseDagger(values.engine as string | undefined);
  const without = withoutDagger(name, values, flags);
  if (why && without && values.engine)
    throw badInput(`${without} works without Dagger only`, "--engine docker or buildah");
  if (!why || without || (values.json && ENGINELESS.includes(name))) return undefined;
  if (TAGGING.includes(name) && !values.engine && (await has("skopeo"))) return undefined;
  await refuseDropped(values);
  process.stderr.write(`engine: dagger (${why})\n`);
  return withPublishWords(values, flags, async ({ words: more, env }) => {
    Object.assign(process.env, env);
    return handed(name, values, insertedAfter(name, daggerWords(words), more), chained);
  });
}

async function handed(name: string, values: Values, run: string[], chained: boolean): Promise<number> {
  if (values.json && !chained && name in REPORTING) return asData(reportWords(run, name));
  const verb = chained ? undefined : PRINTING[name];
  if (verb === "check" && values.junit)
    await dagger([...run, "junit", "export", "--path", String(values.junit)]);
  // Dagger ends as the failed command did: any number.
  return (await dagger(verb ? [...run, verb] : run)) === 0 ? EXIT.done : EXIT.service;
}

/** Puts a function's flags right after its name: a verb may follow. */
function insertedAfter(name: string, words: string[], more: string[]): string[] {
  const at = words.indexOf(name) + 1;
  return [...words.slice(0, at), ...more, ...words.slice(at)];
}

/** Functions that ask a registry alone: at once here, where its client is; seconds later on an engine. */
const TAGGING = ["promote", "rollback"];

/** What is asked for that Dagger can't do, in the caller's words. */
function withoutDagger(name: string, values: Values, flags: Flags): string | undefined {
  const ours = Object.keys(flags).filter((flag) => flags[flag]?.localOnly && values[flag]);
  const [flag] = ours.filter((flag) => !TRANSLATED.includes(flag));
  if (flag) return `--${flag}`;
  const part = values.platform || (values.stage && values.stage !== "runtime");
  return name === "build" && values.json && part ? "--json of a stage or for a platform" : undefined;
}

/** Functions that tell the same without an engine, as data of the shape that all commands share. */
const ENGINELESS = ["services", "plan", "affected", "dockerfile"];

/** Functions of the module whose report is the data that `--json` of ours prints. */
const REPORTING: Record<string, string> = {
  build: "build-all",
  "build-all": "build-all",
  test: "test-all",
  "test-all": "test-all",
  publish: "publish-all",
  "publish-all": "publish-all",
};

/** The words that print a function's report: one service's is that of a run over it alone. */
export function reportWords(words: string[], name: string): string[] {
  const at = words.indexOf(name);
  const flags = words.slice(at + 1).map((word) => word.replace(/^--service(?==|$)/, "--only"));
  const before = words.slice(0, at).filter((word) => word !== "--json");
  return [...before, REPORTING[name] ?? name, ...flags, "report", "contents"];
}

/** Prints the report; ends as a run without Dagger would. */
async function asData(words: string[]): Promise<number> {
  const { stdout, exitCode } = await $({
    nothrow: true,
    stdio: ["inherit", "pipe", "inherit"],
  })`dagger ${words}`;
  process.stdout.write(stdout);
  if (exitCode !== 0) return EXIT.service;
  return exitCodeOf(JSON.parse(stdout) as RunResult);
}

async function dagger(words: string[]): Promise<number> {
  return (await $({ nothrow: true, stdio: "inherit" })`dagger ${words}`).exitCode ?? 1;
}

/** The verb that prints what a function returns; `check` fails where a service did. */
const PRINTING: Record<string, string> = {
  "build-all": "check",
  "test-all": "check",
  publish: "table",
  "publish-all": "check",
  promote: "table",
  rollback: "table",
};

/** Flags of ours that Dagger has in other words. */
const TRANSLATED = ["engine", "json", "progress", "junit"];

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
    else if (flag !== "--engine" && flag !== "--junit") own.push(...word);
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
  const valued = [...SECRETS, "--engine", "--progress", "--junit"];
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
