import { instructionFlags } from "./flags.ts";
import { optionOf, readMount } from "./mounts.ts";
import { instructionsOf } from "./parse.ts";
import type { DockerfileStage } from "./stage.ts";

/** Addresses of all images that stages start from or copy from, as they are written there. */
export function foreignImages(stages: DockerfileStage[]): string[] {
  const names = new Set(stages.map(({ name }) => name.toLowerCase()));
  const used = stages.flatMap(({ base, text }) => [base, ...(text === undefined ? [] : copiedFrom(text))]);
  const isImage = (name: string) =>
    name !== "scratch" && !/^\d+$/.test(name) && !names.has(name.toLowerCase());
  return [...new Set(used.filter(isImage))];
}

/** What `--from` names, in copies and in mounts. */
function copiedFrom(text: string): string[] {
  return instructionsOf(text).flatMap(({ joined }) =>
    instructionFlags(joined).flags.flatMap((flag) => {
      if (flag.startsWith("--from=")) return [flag.slice("--from=".length)];
      return flag.startsWith("--mount") ? (optionOf(readMount(flag), "from") ?? []) : [];
    }),
  );
}
