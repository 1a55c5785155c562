import { existsSync } from "node:fs";
import { $ } from "zx";
import { badInput, EXIT } from "../../src/failure.ts";
import type { Flags, Values } from "./arguments.ts";
import { chooseDagger } from "./builders/choose.ts";
import { agentSocket } from "./builders/ssh-agent.ts";
import { callOptions } from "./call.ts";
import type { Call } from "./command-line.ts";
import { isReported, reported } from "./dagger-report.ts";
import { moduleFolder } from "./module-folder.ts";
import { refuseReports } from "./output/reports.ts";
import { has } from "./process/tools.ts";
import { withPublishWords } from "./publish/dagger-words.ts";
import { rootOf } from "./source/root.ts";
import { refuseTrackedIgnored } from "./tracked-ignored.ts";
import { domainWords, workingDirectoryWords } from "./working-directory.ts";

/**
 * Hands the same words to `dagger call` where a Dagger engine answers or is asked for.
 *
 * @returns its exit code, or undefined where there is no engine and we do the work ourselves.
 * @throws a `Failure` (exit 2) where Dagger is asked for, and a flag works without it only.
 */
export async function daggerInstead({
  name,
  called,
  values,
  chain,
  words,
}: Call): Promise<number | undefined> {
  if (called.isHere) return undefined;
  const { flags } = called;
  const why = await chooseDagger(values.engine as string | undefined);
  const without = withoutDagger(name, values, flags);
  if (why && without && values.engine)
    throw badInput(`${without} works without Dagger only`, "--engine docker or buildah");
  if (!why || without || (await isForHere(name, values))) return undefined;
  refuseReports(callOptions(values));
  const { root } = rootOf(values.source as string | undefined);
  await refuseTrackedIgnored(root, values.service as string | undefined);
  process.stderr.write(`engine: dagger (${why})\n`);
  const place = [...(await workingDirectoryWords(values, flags)), ...domainWords(values, flags)];
  return withPublishWords({ ...values, source: root }, flags, async ({ words: more, env }) => {
    Object.assign(process.env, env);
    return handed(
      name,
      values,
      insertedAfter(name, daggerWords(words), [...place, ...more]),
      chain !== undefined,
    );
  });
}

/** What needs no engine is done here: the sources that it is about are, and the registry's client is. */
async function isForHere(name: string, { engine, source = ".", json }: Values): Promise<boolean> {
  if (json && ENGINELESS.includes(name)) return true;
  if (engine) return false;
  if (ENGINELESS.includes(name)) return existsSync(String(source));
  return TAGGING.includes(name) && has("skopeo");
}

/** A run over many is told by the same words as without an engine; the codes that `dagger` ends with are ours. */
async function handed(name: string, values: Values, run: string[], chained: boolean): Promise<number> {
  if (!chained && isReported(name, run, values))
    return codeOf(await reported(callOptions(values), name, run));
  const verb = chained ? undefined : PRINTING[name];
  const { exitCode } = await $({ nothrow: true, stdio: "inherit" })`dagger ${verb ? [...run, verb] : run}`;
  return codeOf(exitCode);
}

/** Any other code is Dagger's own. */
function codeOf(exitCode: number | null): number {
  return Object.values<number>(EXIT).find((code) => code === exitCode) ?? EXIT.service;
}

/** Puts a function's flags right after its name: a verb may follow. */
function insertedAfter(name: string, words: string[], more: string[]): string[] {
  const at = words.indexOf(name) + 1;
  return [...words.slice(0, at), ...more, ...words.slice(at)];
}

/** Functions that ask a registry alone: at once here, where its client is; seconds later on an engine. */
const TAGGING = ["promote", "rollback", "pin"];

/** What is asked for that Dagger can't do, in the caller's words. */
function withoutDagger(name: string, values: Values, flags: Flags): string | undefined {
  const ours = Object.keys(flags).filter((flag) => flags[flag]?.localOnly && values[flag]);
  const [flag] = ours.filter((flag) => !TRANSLATED.includes(flag));
  if (flag) return `--${flag}`;
  const part = values.platform || (values.stage && values.stage !== "runtime");
  return name === "build" && values.json && part ? "--json of a stage or for a platform" : undefined;
}

/** Functions that tell the same without an engine, as data of the shape that all commands share. */
const ENGINELESS = ["services", "plan", "affected", "dockerfile", "matrix"];

/** The verb that prints what a function returns. */
const PRINTING: Record<string, string> = {
  publish: "table",
  promote: "table",
  rollback: "table",
  pin: "contents",
};

/** Flags of ours that Dagger has in other words. */
const TRANSLATED = ["engine", "json", "progress", "junit", "dotenv"];

/** Flags that are settled here. */
const HERE = ["--engine", "--junit", "--dotenv"];

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
    else if (flag === "--ssh") own.push(flag, agentSocket(value ?? ""));
    else if (!flag || !HERE.includes(flag)) own.push(...word);
  }
  return [...options, call, "--mod", moduleFolder(), ...json, ...own];
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
  const valued = [...SECRETS, ...HERE, "--progress", "--ssh"];
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
