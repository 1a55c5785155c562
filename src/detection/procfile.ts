import type { Snapshot } from "../files/snapshot.ts";
import { shellLine } from "./shell-line.ts";
import { type StartLine, unwrapped } from "./start-line.ts";

/** The `web` line of a Procfile, or its only line that isn't run once for a release; undefined without one. */
export function procfileLine(tree: Snapshot, port: number): StartLine | undefined {
  const lines = (tree.text("Procfile") ?? "").split("\n").map((line, index) => ({
    kind: /^\s*([\w-]+)\s*:/.exec(line)?.[1],
    text: line.replace(/^\s*[\w-]+\s*:\s*/, "").trim(),
    from: `Procfile:${index + 1}`,
  }));
  const started = lines.filter(({ kind, text }) => kind && text && kind !== "release");
  const line = started.find(({ kind }) => kind === "web") ?? (started.length === 1 ? started[0] : undefined);
  if (!line) return undefined;
  const known = { PORT: String(port) };
  return unwrapped(tree, shellLine(line.text, known), known, line.from);
}
