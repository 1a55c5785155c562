import type { Attempt } from "./attempt.ts";
import type { Finding } from "./finding.ts";
import { JAVA } from "./sayings/java.ts";
import { NODE } from "./sayings/node.ts";
import { PYTHON } from "./sayings/python.ts";
import { SHELLS, SYSTEM } from "./sayings/system.ts";

/**
 * What loaders and interpreters say of what they miss, the surest first. A program's own complaints are not among them:
 * a database, a variable or a network that isn't there is no fault of the image.
 */
const SAYINGS = [...SYSTEM, ...NODE, ...PYTHON, ...JAVA, ...SHELLS];

/** What programs print that have commands, and are told none. */
const USAGE = /^\s*usage( of \S+)?:|^\s*available (sub)?commands:/im;
const TOLD_NOTHING: Finding = {
  missing: "its program is told nothing to do: it prints how it is used, and ends",
  mend: "say `command: [PROGRAM, WORD, …]` with what it is to do",
};

/** What a loader or an interpreter said of what the image lacks; undefined where it said nothing of the kind. */
export function missingIn({ exitCode, lines }: Attempt): Finding | undefined {
  if (exitCode === undefined) return undefined;
  const text = lines.join("\n");
  if (exitCode === 0) return USAGE.test(text) ? TOLD_NOTHING : undefined;
  for (const { of, missing, mend } of SAYINGS) {
    const found = of.exec(text);
    const parts = found?.slice(1).map((part) => part ?? "") ?? [];
    if (found) return { missing: missing(...parts), mend: mend?.(...parts) };
  }
  return undefined;
}

/** What is told of a start that no loader complained of. */
export function toldOf({ exitCode, milliseconds, listens, lines }: Attempt): string {
  const after = `after ${(milliseconds / 1000).toFixed(1)} s`;
  if (exitCode === undefined) return listens ? `it listens ${after}` : `it runs ${after}`;
  const last =
    lines.findLast((line) => /^\S*(error|exception|fatal|panic)\b/i.test(line.trim())) ??
    lines.findLast((line) => line.trim() !== "");
  return `it ended with ${exitCode} ${after}${exitCode && last ? `: ${last.trim().slice(0, 160)}` : ""}`;
}

/** A program that answers nobody but itself, in words: as bad as none, and nothing else would tell. */
export function unreachable({ exitCode, loopback }: Attempt): string[] {
  if (exitCode !== undefined || loopback === undefined) return [];
  const where = `127.0.0.1:${loopback}`;
  return [`it listens on ${where} alone, which nobody outside the container reaches: listen on 0.0.0.0`];
}
