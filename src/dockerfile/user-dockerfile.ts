import { badInput } from "../failure.ts";
import { join } from "../files/paths.ts";
import type { Fault } from "../yaml/fault.ts";
import { instructionFlags } from "./flags.ts";
import { qualified } from "./images.ts";
import { doubleQuoted } from "./instructions.ts";
import { escapeOf, type Instruction, instructionsOf } from "./parse.ts";
import type { DockerfileStage } from "./stage.ts";

const FROM = /^FROM\s+(?:--\S+\s+)*([^\s-]\S*)(?:\s+AS\s+(\S+))?$/i;

/**
 * The stages of a Dockerfile that somebody wrote, each with its text as it stands there.
 *
 * @param target the stage to end in; the last one by default.
 * @throws a `Failure` where there is no such stage, or none at all.
 */
export function userStages(text: string, target?: string): DockerfileStage[] {
  const lines = text.split("\n");
  const instructions = instructionsOf(text);
  const starts = instructions.filter(isStart);
  const values = globalArguments(instructions);
  const names: string[] = [];
  const stages = starts.map((start, at) => {
    const until = starts[at + 1]?.line ?? lines.length + 1;
    const before = at ? [] : lines.slice(0, start.line - 1);
    const after = lines.slice(start.line - 1 + start.text.split("\n").length, until - 1);
    const { name, base, text: from } = stageOf(start, at);
    const image = expanded(base, values);
    const isImage = image !== "scratch" && !names.includes(image.toLowerCase());
    const full = isImage ? qualified(image) : image.toLowerCase();
    names.push(name);
    const line =
      full === image ? from : ["FROM", ...instructionFlags(start.joined).flags, full, "AS", name].join(" ");
    const said = [...before, line, ...after].join("\n").trimEnd();
    return { name, base: full, instructions: [], text: said };
  });
  const last = target ? stages.findIndex(({ name }) => name === target.toLowerCase()) : stages.length - 1;
  if (last >= 0) return stages.slice(0, last + 1);
  throw badInput(`the Dockerfile has no stage${target ? ` "${target}"` : ""}`);
}

/** The line of a stage's `FROM`. */
export function stageLine(text: string, stage: string): number | undefined {
  const starts = instructionsOf(text).filter(isStart);
  return starts.find((start, at) => stageOf(start, at).name === stage.toLowerCase())?.line;
}

/** What keeps a Dockerfile from being read as its author means it. */
export function userDockerfileFaults(file: string, text: string): Fault[] {
  if (escapeOf(text) !== "\\")
    return [
      {
        file,
        line: 1,
        column: 1,
        message: "# escape= can't be kept: what is added to this Dockerfile continues lines with \\",
        hint: "leave that line out and continue lines with \\",
      },
    ];
  const instructions = instructionsOf(text);
  const starts = instructions.filter(({ joined }) => /^FROM(\s|$)/i.test(joined));
  const hint = "say FROM IMAGE, or FROM IMAGE AS NAME";
  if (!starts.length) return [{ file, line: 1, column: 1, message: "no stage begins here", hint }];
  return starts.flatMap(({ joined, line, text: said }) => {
    const column = said.search(/\S/) + 1;
    return FROM.test(joined) ? [] : [{ file, line, column, message: `can't be read: ${joined}`, hint }];
  });
}

function isStart({ joined }: Instruction): boolean {
  return FROM.test(joined);
}

/** What is declared before the first stage, with its defaults. */
function globalArguments(instructions: Instruction[]): Record<string, string> {
  const declared = instructions.slice(0, instructions.findIndex(isStart)).filter(isArgument);
  const pairs = declared.flatMap(({ joined }) =>
    [...joined.matchAll(ARGUMENT)].map(([all, name]) => [name, all.slice(`${name}=`.length)]),
  );
  return Object.fromEntries(pairs);
}

/** Characters that the arguments of one image's name may stand for: they may hold others, and grow without end. */
const ROOM = 4096;

/** A base with the arguments that are declared before the first stage; others' values are the builder's. */
function expanded(base: string, values: Record<string, string>, rounds = 5): string {
  let room = ROOM;
  const found = base.replace(/\$(?:\{(\w+)(?::-([^{}]*))?\}|(\w+))/g, (said, braced, fallback, bare) => {
    const value = values[braced ?? bare] || fallback;
    room -= value?.length ?? 0;
    return room < 0 ? said : (value?.replace(/^(["'])(.*)\1$/, "$2") ?? said);
  });
  return found === base || !rounds ? found : expanded(found, values, rounds - 1);
}

function isArgument({ joined }: Instruction): boolean {
  return /^ARG\s/i.test(joined);
}

/**
 * A stage without a name gets one: only the last line of a `FROM` can take it. Names are in lower case: to BuildKit
 * `--from=build` is the stage `Build`, to buildah an image.
 */
function stageOf({ text, joined }: Instruction, index: number) {
  const [, base = "", named] = FROM.exec(joined) ?? [];
  const name = named?.toLowerCase() ?? `own-${index}`;
  if (!named) return { name, base, text: `${text.includes("\n") ? joined : text.trimEnd()} AS ${name}` };
  return { name, base, text: named === name ? text : joined.replace(/\S+$/, name) };
}

/**
 * What is kept from a Dockerfile's context: as BuildKit reads it, a file beside the Dockerfile before the context's.
 *
 * @param file the Dockerfile, @param context the directory that it copies from: both relative to the source root.
 */
export function dockerignoreOf(
  file: string,
  context: string,
  read: (path: string) => string | undefined,
): string {
  return read(`${file}.dockerignore`) ?? read(join(context, ".dockerignore")) ?? "";
}

/** Gives the arguments that a Dockerfile declares their values: `ARG NAME` and `ARG NAME=default`. */
export function withBuildArguments(text: string, values: Record<string, string>): string {
  const lines = text.split("\n");
  for (const { line, text: said } of instructionsOf(text).filter(isArgument)) {
    const given = said.replace(ARGUMENT, (declared, name) =>
      Object.hasOwn(values, name) ? `${name}=${doubleQuoted(values[name] as string)}` : declared,
    );
    lines.splice(line - 1, said.split("\n").length, ...given.split("\n"));
  }
  return lines.join("\n");
}

/** A name after `ARG`, with its default. */
const ARGUMENT = /(?<=\s)(\w+)(?:=(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)?(?=\s|$)/g;

/** `base:gcc` or `base:golang:1.26`: what a build argument means by a base of `bases.yaml`. */
export function baseArgument(value: string): { base: string; version?: string } | undefined {
  const [, base, version] = /^base:([\w-]+)(?::(.+))?$/.exec(value) ?? [];
  return base === undefined ? undefined : { base, version };
}
