import { millisecondsOf } from "../builders/step-limit.ts";
import type { CallOptions } from "../call.ts";
import { type LocalEngine, openLocal } from "../engine.ts";
import { liveTable } from "../output/live.ts";
import { plainProgress, plainRun } from "../output/progress.ts";

/** Opens this machine's engine for a command that builds one service, or many. */
export function open(given: CallOptions, many = false): Promise<LocalEngine> {
  const stepTimeoutMs = millisecondsOf("--step-timeout", given.stepTimeout);
  const registryWaitMs = millisecondsOf("--registry-wait", given.registryWait);
  return openLocal(
    { ...given, stepTimeoutMs, registryWaitMs },
    isLive(given) ? liveTable() : many ? plainRun() : plainProgress(),
  );
}

/** Whether lines are rewritten in place: on a terminal, outside CI, unless asked otherwise. */
function isLive({ progress }: CallOptions): boolean {
  const live = progress === "auto" || (progress === undefined && !process.env.CI);
  return live && process.stderr.isTTY === true;
}
