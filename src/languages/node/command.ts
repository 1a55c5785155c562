import { absentProgram, type WrongCommand } from "../../detection/command.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { startContext } from "./detect-start.ts";
import { readPackage } from "./package.ts";
import { isUnclear } from "./program.ts";
import { commandProgram } from "./programs.ts";
import { nodeWorkspace } from "./workspace.ts";

/** What an image has by name: Node, or Bun where a command names that: the rest of a command's first words are programs of packages, or a shell's. */
const THERE = /^(node|bun)$|\//;

/** A command that needs more than node, with what it comes to. */
export function nodeCommand(command: string[], tree: Snapshot): WrongCommand | undefined {
  const [program = ""] = command;
  const manifest = readPackage(tree);
  if (!manifest || (THERE.test(program) && !absentProgram(command))) return undefined;
  const found = commandProgram(
    startContext({ tree, manifest, workspace: nodeWorkspace(tree), given: {} }),
    command,
  );
  const hint = found.command && `say \`command: [${found.command.join(", ")}]\``;
  return {
    message: `command: no image has ${program}`,
    hint: hint ?? (isUnclear(found) ? found.why : undefined),
  };
}
