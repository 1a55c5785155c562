import type { DockerfileStage } from "./stage.ts";

const FROM = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$/i;

/**
 * The stages of a Dockerfile that somebody wrote, each with its text as it stands there.
 *
 * @param target the stage to end in; the last one by default.
 */
export function ownStages(text: string, target?: string): DockerfileStage[] {
  const stages: (DockerfileStage & { text: string })[] = [];
  let before = "";
  for (const line of text.trimEnd().split("\n")) {
    const [, base, name] = FROM.exec(line) ?? [];
    if (base) {
      if (stages.some((stage) => stage.name === target)) break;
      const number = `own-${stages.length}`;
      const start = name ? line : `${line.trimEnd()} AS ${number}`;
      stages.push({ name: name ?? number, base, instructions: [], text: before + start });
      before = "";
    } else if (stages.length) (stages.at(-1) as { text: string }).text += `\n${line}`;
    else before += `${line}\n`;
  }
  return stages.map((stage) => ({ ...stage, text: stage.text.trimEnd() }));
}

/** What is kept from a Dockerfile's context: as BuildKit reads it, a file beside the Dockerfile before the directory's. */
export function ownIgnored(file: string, read: (path: string) => string | undefined): string {
  return read(`${file}.dockerignore`) ?? read(".dockerignore") ?? "";
}

/** Gives the arguments that a Dockerfile declares their values: `ARG NAME` and `ARG NAME=default`. */
export function withBuildArguments(text: string, values: Record<string, string>): string {
  return text.replace(/^(\s*ARG\s+)(\w+)(?:=.*)?$/gim, (line, word, name) =>
    name in values ? `${word}${name}=${JSON.stringify(values[name])}` : line,
  );
}

/** `base:gcc` or `base:golang:1.26`: what a build argument means by a base of `bases.yaml`. */
export function baseArgument(value: string): { base: string; version?: string } | undefined {
  const [, base, version] = /^base:([\w-]+)(?::(.+))?$/.exec(value) ?? [];
  return base === undefined ? undefined : { base, version };
}
