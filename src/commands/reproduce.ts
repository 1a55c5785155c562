import { shellWord } from "../dockerfile/script.ts";
import type { Engine } from "../engine.ts";
import type { StageName } from "../pipeline/plan.ts";
import { callerCommand } from "./caller-command.ts";
import type { BuildOptions } from "./options.ts";

/** The command that does for one service what a run of many did. */
export function reproduce(
  engine: Pick<Engine, "flags" | "command">,
  service: string,
  did: StageName | "verify",
  { environment, bases }: BuildOptions,
): string {
  const said: [string, string | undefined][] = [
    ["service", service],
    ["environment", environment === "development" ? undefined : environment],
    ["bases", bases],
    ...(engine.flags ?? []),
  ];
  const words = said.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, shellWord(value)]));
  return callerCommand(engine, [COMMANDS.includes(did) ? did : "build", ...words].join(" "));
}

/** Those whose names are also what is done to one service. */
const COMMANDS: (StageName | "verify")[] = ["test", "lint", "verify"];
