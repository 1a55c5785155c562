import { badInput, EXIT, Failure } from "../../../src/failure.ts";
import type { BuildEvent, BuildRequest } from "./builder.ts";

/** A timer counts no more milliseconds than 31 bits hold. */
const MOST_SECONDS = 2147483;

/** What a flag says in seconds, in milliseconds. @throws a `Failure` (exit 2) for what no timer can count. */
export function millisecondsOf(flag: string, asked?: string): number | undefined {
  if (asked === undefined) return undefined;
  const seconds = Number(asked);
  if (!(seconds > 0 && seconds <= MOST_SECONDS))
    throw badInput(
      `${flag} ${asked}: expected a number of seconds above 0, ${MOST_SECONDS} at most`,
      `ten minutes are ${flag} 600`,
    );
  return seconds * 1000;
}

/** Watches that no step of a build takes longer than it may, and that nobody interrupts. */
export function stepLimit({ timeoutMs, signal }: BuildRequest) {
  const own = new AbortController();
  const abort = () => own.abort();
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) own.abort();
  let timedOut = false;
  let timer: NodeJS.Timeout | undefined;
  const restart = () => {
    clearTimeout(timer);
    if (timeoutMs !== undefined)
      timer = setTimeout(() => {
        timedOut = true;
        own.abort();
      }, timeoutMs);
  };
  restart();
  return {
    signal: own.signal,
    watch(event: BuildEvent): BuildEvent {
      if (event.kind === "step") restart();
      return event;
    },
    end() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    },
    /** Why the build was ended, if it was. */
    failure({ stage, step, tail }: { stage: string; step: string; tail: string[] }): Failure | undefined {
      if (timedOut)
        return new Failure(`stage ${stage}: ${step} took longer than ${(timeoutMs ?? 0) / 1000} s`, {
          lines: tail.slice(-20),
          next: "give it more time with --step-timeout SECONDS",
        });
      if (signal?.aborted) return new Failure("interrupted", { exitCode: EXIT.service });
      return undefined;
    },
  };
}
