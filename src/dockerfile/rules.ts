import type { Fault } from "../yaml/fault.ts";
import { ambiguityFaults } from "./ambiguities.ts";
import { instructionFlags, isPlain } from "./flags.ts";
import { imageRefusal, isOwnHost } from "./images.ts";
import { mountRefusal, optionOf, readMount } from "./mounts.ts";
import { type Instruction, instructionsOf } from "./parse.ts";
import { readings, type Variables, variablesOf } from "./variables.ts";

/**
 * What a service's own Dockerfile may not ask of a builder: it is a stranger's, and a builder has the machine, its
 * network, the images and the caches of others.
 */

const KNOWN =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)$/;

/** Those whose flags reach beyond a step. */
const FLAGGED = /^(ADD|COPY|FROM|RUN)$/;

/** Why an instruction is refused, and what to do instead. */
interface Refusal {
  message: string;
  hint?: string;
}

/** What rules know of the lines before one. */
interface Before {
  /** Names of the stages that are whole, in lower case. */
  stages: string[];
  /** Name of the stage under way: nothing can be taken from it. */
  current?: string;
  /** What has no value is empty. */
  variables: Variables;
}

/** Everything that is refused, each at its line. Arguments have their values: {@link withBuildArguments}. */
export function ruleFaults(file: string, text: string): Fault[] {
  const instructions = instructionsOf(text);
  const before: Before = { stages: [], variables: variablesOf(instructions) };
  const faults = instructions.flatMap((instruction) => {
    const column = instruction.text.search(/\S/) + 1;
    const name = stageName(instruction);
    if (name !== undefined) finish(before);
    const found = refusals(instruction, before);
    before.current = name ?? before.current;
    return found.map((refusal): Fault => ({ file, line: instruction.line, column, ...refusal }));
  });
  const first = instructions[0]?.line;
  return [...frontendFaults(file, text, first), ...ambiguityFaults(file, text, instructions), ...faults];
}

/** Wherever it stands before the first instruction: builders disagree where such lines end. */
function frontendFaults(file: string, text: string, first = Number.POSITIVE_INFINITY): Fault[] {
  return text
    .split("\n")
    .slice(0, first - 1)
    .flatMap((said, at) => {
      const [, frontend] = /^\s*#\s*syntax\s*=\s*(.*?)\s*$/i.exec(said) ?? [];
      if (frontend === undefined || FRONTEND.test(frontend)) return [];
      const message = `# syntax=${frontend} would have another program read this file`;
      return [{ file, line: at + 1, column: 1, message, hint: "leave that line out" }];
    });
}

const FRONTEND = /^(docker\.io\/)?docker\/dockerfile(-upstream)?(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

/** The stage that an instruction begins; empty where it gives it no name. */
function stageName({ joined }: Instruction): string | undefined {
  if (!/^FROM\s/i.test(joined)) return undefined;
  return (/\sAS\s+(\S+)$/i.exec(joined)?.[1] ?? "").toLowerCase();
}

function finish(before: Before): void {
  if (before.current !== undefined) before.stages.push(before.current);
}

function refusals(instruction: Instruction, before: Before): Refusal[] {
  const name = (/^\S+/.exec(instruction.joined)?.[0] ?? "").toUpperCase();
  if (name === "ONBUILD") return [{ message: "ONBUILD is for bases of others", hint: "leave ONBUILD out" }];
  if (!KNOWN.test(name)) return [{ message: `unknown instruction ${JSON.stringify(name)}` }];
  const { flags, rest } = instructionFlags(instruction.joined);
  if (!FLAGGED.test(name)) return [];
  const odd = flags.find((flag) => !isPlain(flag));
  if (odd) return [{ message: `${odd}: flags have no quotes, backslashes or signs beyond ASCII here` }];
  return [
    ...flags.flatMap((flag) => flagRefusals(name, flag, before)),
    ...(name === "FROM" ? [...nameRefusals(instruction), ...startRefusals(rest, before)] : []),
    ...(name === "ADD" ? wordsOf(rest).flatMap((word) => addressRefusals(word, before)) : []),
  ];
}

function flagRefusals(name: string, flag: string, before: Before): Refusal[] {
  const [, option = "", value = ""] = /^--([\w-]+)=?(.*)$/.exec(flag) ?? [];
  if (option.toLowerCase() === "from") return sourceRefusals(value, before);
  if (name !== "RUN") return [];
  if (option === "mount") return mountRefusals(flag, before);
  if (option === "network" && /^(none|default)$/.test(value)) return [];
  if (option === "security" && value === "sandbox") return [];
  return [{ message: `${flag} is refused: a step gets nothing of the machine's own`, hint: "leave it out" }];
}

function mountRefusals(flag: string, before: Before): Refusal[] {
  const mount = readMount(flag);
  const message = mountRefusal(mount);
  if (message) return [{ message: `${flag}: ${message}`, hint: "leave that out" }];
  const from = optionOf(mount, "from");
  return from === undefined ? [] : sourceRefusals(from, before);
}

/** As BuildKit has it; others take a name for that of an image where it isn't one. */
function nameRefusals(instruction: Instruction): Refusal[] {
  const name = stageName(instruction) ?? "";
  if (name === "" || (/^[a-z][\w.-]*$/.test(name) && !/^(scratch|context)$/.test(name))) return [];
  const hint = "begin with a letter, and go on with letters, digits, -, _ and .";
  return [{ message: `${name} can't be a stage's name`, hint }];
}

/** `FROM`: an earlier stage, nothing, or an image. */
function startRefusals(rest: string, before: Before): Refusal[] {
  const [image = ""] = rest.split(/\s+/);
  return read(image, before, (name) => (name === "scratch" ? undefined : imageOrStage(name, before)));
}

/** `--from`: an earlier stage by name or number, or an image. */
function sourceRefusals(from: string, before: Before): Refusal[] {
  if (from.includes("$"))
    return [{ message: `from ${from}: variables can't name a stage or an image here`, hint: "say its name" }];
  const isLater = /^\d+$/.test(from) && Number(from) >= before.stages.length;
  if (isLater) return [{ message: `there is no stage ${from} before this` }];
  return read(from, before, (name) => (/^\d+$/.test(name) ? undefined : imageOrStage(name, before)));
}

function imageOrStage(name: string, { stages }: Before): string | undefined {
  return stages.includes(name.toLowerCase()) ? undefined : imageRefusal(name);
}

/** What an instruction names, in either of its forms, without quotes. */
function wordsOf(rest: string): string[] {
  try {
    const words: unknown = JSON.parse(rest);
    if (Array.isArray(words)) return words.map(String);
  } catch {
    // Then it is the other one.
  }
  return rest.split(/\s+/).map((word) => word.replace(/["'\\]/g, ""));
}

/** Whatever an `ADD` fetches is fetched by the builder itself, on the machine's own network. */
function addressRefusals(word: string, before: Before): Refusal[] {
  return read(word, before, (text) => {
    const [, host] = URL_HOST.exec(text) ?? /^[\w.-]+@([^:/]+):/.exec(text) ?? [];
    return host !== undefined && isOwnHost(host) ? `${text} is on the machine that builds` : undefined;
  });
}

const URL_HOST = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/** Looks at everything that a word may come to. */
function read(word: string, { variables }: Before, look: (text: string) => string | undefined): Refusal[] {
  const all = readings(word, variables);
  if (!all)
    return [{ message: `${word} can't be read`, hint: "say it without quotes and computed variables" }];
  const message = all.map(look).find((found) => found !== undefined);
  const hint =
    'start from a registry\'s image, a base of bases.yaml ("base:NAME" as build argument) or a stage of this file';
  return message === undefined ? [] : [{ message, ...(message.includes("image") && { hint }) }];
}
