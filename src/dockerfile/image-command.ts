import type { DockerfileStage } from "./stage.ts";

/** What the image that stages end in starts; undefined where somebody else wrote the last one. */
export function imageCommand(stages: DockerfileStage[]): string[] | undefined {
  const last = stages.at(-1);
  if (!last || last.text !== undefined) return undefined;
  const words = [wordsOf(last, "ENTRYPOINT"), wordsOf(last, "CMD")].flat();
  return words.length ? words : undefined;
}

/** Our own instructions of this name are lists, as JSON; the last one counts. */
function wordsOf({ instructions }: DockerfileStage, name: string): string[] {
  const found = instructions.findLast((line) => line.startsWith(`${name} [`));
  return found ? (JSON.parse(found.slice(name.length)) as string[]) : [];
}
