import { setTimeout as sleep } from "node:timers/promises";
import { type Publisher, RegistryFailure } from "./publisher.ts";

export interface RetryOptions {
  /** Times that a request is tried, the first included. */
  attempts?: number;
  /** Wait after the first failure, milliseconds; each further one is twice as long. */
  wait?: number;
  /** Longest wait, milliseconds. */
  longest?: number;
  /** Ends waiting. */
  signal?: AbortSignal;
  /** Told before each wait. */
  onRetry?(failure: RegistryFailure, wait: number): void;
}

/**
 * Tries again what a retry can mend, and nothing else.
 *
 * skopeo itself waits as long as a registry's `Retry-After` says, a minute at most; this is on top of it.
 */
export function withRetries(publisher: Publisher, options: RetryOptions = {}): Publisher {
  const { attempts = 5, wait = 1000, longest = 30_000, signal, onRetry } = options;

  async function again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        const passing = error instanceof RegistryFailure && error.fault === "passing";
        if (!passing || attempt >= attempts || signal?.aborted) throw error;
        const pause = Math.min(longest, wait * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2);
        onRetry?.(error, pause);
        await sleep(pause, undefined, { signal }).catch(() => Promise.reject(error));
      }
    }
  }

  return {
    digestOf: (...words) => again(() => publisher.digestOf(...words)),
    upload: (...words) => again(() => publisher.upload(...words)),
    verify: (...words) => again(() => publisher.verify(...words)),
    tag: (...words) => again(() => publisher.tag(...words)),
    copy: (...words) => again(() => publisher.copy(...words)),
    read: (...words) => again(() => publisher.read(...words)),
  };
}
