import { sweep } from "./leftovers.ts";

/** What a shell says of a process that a signal ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

let controller: AbortController | undefined;

/**
 * A signal that is given when the process is asked to end: builds stop, their containers are removed, and
 * the process ends with 130 or 143 when all is clean. A second SIGINT ends it at once.
 */
export function interruption(): AbortSignal {
  if (controller) return controller.signal;
  const own = new AbortController();
  controller = own;
  for (const [name, exitCode] of Object.entries(EXIT_CODES)) {
    process.on(name, () => {
      if (own.signal.aborted) process.exit(exitCode);
      process.stderr.write(`\n${name}: ending\n`);
      interruptedWith = exitCode;
      own.abort();
    });
  }
  return own.signal;
}

let interruptedWith: number | undefined;

/** Cleans up after an interruption; answers the exit code to end with, if there was one. */
export async function afterInterruption(): Promise<number | undefined> {
  if (interruptedWith !== undefined) await sweep("own");
  return interruptedWith;
}
