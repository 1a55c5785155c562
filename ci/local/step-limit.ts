import { EXIT, Failure } from "../../src/report/failure.ts";
import type { BuildEvent, BuildRequest } from "./builder.ts";

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
