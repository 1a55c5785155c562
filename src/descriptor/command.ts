import { absentProgram } from "../detection/command.ts";
import type { Detector } from "../detection/detection.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fault } from "../yaml/fault.ts";
import type { ParsedDescriptor } from "./descriptor.ts";

/** A start command that no image could run; what the service's own packages or Dockerfile bring is its own affair. */
export function commandFaults(
  { file, at, descriptor }: ParsedDescriptor,
  tree: Snapshot,
  { command, ownContext }: Pick<Detector, "command" | "ownContext">,
): Fault[] {
  if (!descriptor.command || ownContext || descriptor.packages?.runtime?.length) return [];
  const wrong = command?.(descriptor.command, tree) ?? absentProgram(descriptor.command);
  return wrong ? [{ file, ...at("command"), ...wrong }] : [];
}
