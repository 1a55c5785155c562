import type { Snapshot } from "../files/snapshot.ts";
import type { Fact } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";
import { present } from "./detection.ts";
import { dockerfileCommand } from "./dockerfile-command.ts";
import { procfileLine } from "./procfile.ts";

/** Programs that start others: what they are given is no compiled program's. */
const OTHERS =
  /^(java|node|npm|npx|yarn|python\d?|nginx|caddy|go|cargo|make|air|reflex|supervisord|docker-entrypoint\.sh)$/;

/**
 * What a Procfile or a Dockerfile starts a compiled program with. Which program that is, is known: only its
 * arguments are taken, and the variables set before it.
 */
export function argumentFacts(tree: Snapshot, port: number): { facts: Fact[]; warnings: Fault[] } {
  const [line] = present([procfileLine(tree, port), dockerfileCommand(tree, port)]);
  if (!line) return { facts: [], warnings: [] };
  const { from, refused, words, before, variables } = line;
  const [file = "", at] = from.split(":");
  const place = { file, ...(at && { line: Number(at) }) };
  const hint = "say `command:` in service.yaml";
  if (refused)
    return { facts: [], warnings: [{ ...place, message: `its command is not taken: ${refused}`, hint }] };
  const [program = "", ...rest] = words;
  if (OTHERS.test(program.slice(program.lastIndexOf("/") + 1))) return { facts: [], warnings: [] };
  const facts: Fact[] = [
    ...(rest.length ? [{ field: "arguments" as const, value: rest, from }] : []),
    ...(variables.length ? [{ field: "variables" as const, value: variables, from }] : []),
  ];
  const warnings = before.map((command) => ({ ...place, message: `is not run before: ${command}`, hint }));
  return { facts, warnings };
}
