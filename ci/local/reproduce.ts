import type { StageName } from "../../src/pipeline/plan.ts";
import type { Values } from "./arguments.ts";

/** Flags that one service's own command takes, too. */
const SHARED = ["source", "environment", "bases", "engine", "secret"];

/** The command that does for one service what a run of many did. */
export function reproduce(values: Values, service: string, stage: StageName): string {
  const flags = SHARED.flatMap((flag) => [values[flag] ?? []].flat().map((value) => [flag, String(value)]));
  const said = flags.filter(([flag, value]) => !isDefault(flag, value));
  const words = [["service", service], ...said].flatMap(([flag, value = ""]) => [`--${flag}`, quoted(value)]);
  return ["./daggerw call", stage === "test" || stage === "lint" ? stage : "build", ...words].join(" ");
}

function isDefault(flag: string | undefined, value: string | undefined): boolean {
  return (flag === "source" && value === ".") || (flag === "environment" && value === "development");
}

/** As a shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
