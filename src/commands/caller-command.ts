import type { Engine } from "../engine.ts";

/** The words that write digests of bases down. */
export const PIN = "pin export --path bases.lock";

/** A command as the caller gives one: hints are for copying. */
export function callerCommand(engine: Pick<Engine, "command">, words: string): string {
  return engine.command?.(words) ?? `./daggerw call ${words}`;
}
