import { childProcesses, type Process, tell } from "../process/processes.ts";
import { sweep } from "./leftovers.ts";

/** What a shell says of a process that a signal ended. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** All is over 10 s after a signal at the latest: builders are asked to end, then made to. */
const INSIST_MS = 3500;
const GIVE_UP_MS = 7000;

let controller: AbortController | undefined;
let interruptedWith: number | undefined;
let told: Process[] = [];
let cleaned: Promise<void> | undefined;

/**
 * A signal that is given when the process is asked to end: everything that it started ends, containers are
 * removed, and the process ends with 130 or 143 when all is clean. A second signal ends it at once.
 */
export function interruption(): AbortSignal {
  if (controller) return controller.signal;
  const own = new AbortController();
  controller = own;
  for (const [name, exitCode] of Object.entries(EXIT_CODES))
    process.on(name, () => {
      if (own.signal.aborted) process.exit(exitCode);
      process.stderr.write(`\n${name}: ending\n`);
      interruptedWith = exitCode;
      own.abort();
      end("SIGTERM");
      setTimeout(() => cleaned || end("SIGKILL"), INSIST_MS).unref();
      setTimeout(() => void afterInterruption().then(() => process.exit(exitCode)), GIVE_UP_MS).unref();
    });
  return own.signal;
}

/** Also those that were told before: they may have lost their parent since. */
function end(signal: NodeJS.Signals): void {
  told = [...told, ...childProcesses(process.pid)];
  tell(told, signal);
}

/** Cleans up after an interruption; answers the exit code to end with, if there was one. */
export async function afterInterruption(): Promise<number | undefined> {
  if (interruptedWith === undefined) return undefined;
  // Once, though the run's end and the time limit both ask: the second would kill what cleans up for the first.
  cleaned ??= cleanUp();
  await cleaned;
  return interruptedWith;
}

async function cleanUp(): Promise<void> {
  end("SIGKILL");
  await sweep("own");
}
