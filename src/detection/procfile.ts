import type { Snapshot } from "../files/snapshot.ts";
import type { Fault } from "../yaml/fault.ts";
import { shellLine } from "./shell-line.ts";
import { type StartLine, unwrapped } from "./start-line.ts";

/** The `web` line of a Procfile, or its only line that isn't run once for a release; undefined without one. */
export function procfileLine(tree: Snapshot, port: number): StartLine | undefined {
  const line = startedLine(linesOf(tree));
  if (!line) return undefined;
  const known = { PORT: String(port) };
  return unwrapped(tree, shellLine(line.text, known), known, line.from);
}

/** What a Procfile starts beside that: an image starts one of them. */
export function otherProcesses(tree: Snapshot): Fault[] {
  const lines = linesOf(tree);
  const started = startedLine(lines);
  return lines
    .filter((line) => started && line !== started)
    .map(({ kind, text, line }) => ({
      file: "Procfile",
      line,
      message: `this image doesn't start "${kind}"`,
      hint: `start the same image with the command of that line, ${text}`,
    }));
}

function startedLine(lines: ReturnType<typeof linesOf>) {
  return lines.find(({ kind }) => kind === "web") ?? (lines.length === 1 ? lines[0] : undefined);
}

function linesOf(tree: Snapshot) {
  return (tree.text("Procfile") ?? "").split("\n").flatMap((text, index) => {
    const [, kind, command = ""] = /^\s*([\w-]+)\s*:\s*(.*)$/.exec(text.trim()) ?? [];
    return kind && command && kind !== "release"
      ? [{ kind, text: command.trim(), line: index + 1, from: `Procfile:${index + 1}` }]
      : [];
  });
}
