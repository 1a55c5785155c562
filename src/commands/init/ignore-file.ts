import type { FileChange } from "./changes.ts";

export const IGNORE_FILE = ".gitignore";

/** What runs leave in a checkout, such as reports. */
const LINE = "/.multistage/";

/** The repository's `.gitignore` with our line; undefined where it has it. @param before its text, where there is one. */
export function withIgnored(before: string | undefined): FileChange | undefined {
  const lines = (before ?? "").split("\n").map((line) => line.trim());
  if (lines.some((line) => /^\/?\.multistage\/?$/.test(line))) return undefined;
  const end = before && !before.endsWith("\n") ? "\n" : "";
  return { path: IGNORE_FILE, before, after: `${before ?? ""}${end}${LINE}\n` };
}
