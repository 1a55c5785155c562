import type { FileChange } from "./changes.ts";

/** Most lines of one file that are shown: those of a wrapper or a pipeline say the same everywhere. */
const MOST = 14;

/** Changes as a diff: nothing is ever taken away, so lines are only added, at the end. */
export function diffText(files: FileChange[]): string {
  return files.map(fileDiff).join("\n\n");
}

function fileDiff({ path, before, after }: FileChange): string {
  const added = after
    .slice(before?.length ?? 0)
    .replace(/^\n/, "")
    .trimEnd()
    .split("\n");
  const shown = added.length > MOST + 1 ? added.slice(0, MOST) : added;
  const rest = added.length - shown.length;
  return [
    `${before === undefined ? "new file" : "changed"} ${path}`,
    ...shown.map((line) => `+ ${line}`.trimEnd()),
    ...(rest ? [`  … ${rest} lines more`] : []),
  ].join("\n");
}
