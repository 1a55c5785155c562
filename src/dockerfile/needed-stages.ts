import type { DockerfileStage } from "./stage.ts";

/** A stage, and those that it starts or copies from, in their order. */
export function neededStages(stages: DockerfileStage[], name: string): DockerfileStage[] {
  const needed = new Set([name]);
  for (const stage of [...stages].reverse())
    if (needed.has(stage.name)) for (const other of named(stage)) needed.add(other);
  return stages.filter((stage) => needed.has(stage.name));
}

/** A word of a command that looks the same only brings a stage too many. */
function named({ base, text, instructions }: DockerfileStage): string[] {
  const said = (text ?? instructions.join("\n")).matchAll(/\bfrom=([^\s,]+)/g);
  return [base, ...[...said].map(([, stage = ""]) => stage)];
}
