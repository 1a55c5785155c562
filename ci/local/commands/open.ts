import { stepTimeoutOf } from "../builders/step-limit.ts";
import type { CallOptions } from "../call.ts";
import { type LocalEngine, openLocal } from "../engine.ts";
import { liveTable } from "../output/live.ts";
import { plainProgress, plainRun } from "../output/progress.ts";

/** Opens this machine's engine for a command that builds one service, or many. */
export function open(given: CallOptions, many = false): Promise<LocalEngine> {
  const stepTimeoutMs = stepTimeoutOf(given.stepTimeout);
  return openLocal(
    { ...given, stepTimeoutMs },
    isLive(given) ? liveTable() : many ? plainRun() : plainProgress(),
  );
}

/** Whether lines are rewritten in place: on a terminal, outside CI, unless asked otherwise. */
function isLive({ progress }: CallOptions): boolean {
  const live = progress === "auto" || (progress === undefined && !process.env.CI);
  return live && process.stderr.isTTY === true;
}
