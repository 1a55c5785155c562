import { setTimeout as sleep } from "node:timers/promises";

/** When and how often a piece of work is tried again. */
export interface RetryOptions<E> {
  /** Whether a failure may pass by itself; any other is thrown at once. */
  isTransient(error: unknown): error is E;
  /** Times that it is tried, the first included. */
  attempts?: number;
  /** Wait after the first failure, milliseconds; each further one is about twice as long. */
  wait?: number;
  /** Longest wait, milliseconds. */
  longest?: number;
  /** Whether there is time for a wait, milliseconds; by default there is. */
  hasTime?(error: E, wait: number): boolean;
  /** Ends waiting. */
  signal?: AbortSignal;
  /** Told before each wait. */
  onRetry?(error: E, wait: number): void;
}

/** Does a piece of work, again where it failed for a reason that passes. @throws what it failed with last. */
export async function retry<T, E>(work: () => Promise<T>, options: RetryOptions<E>): Promise<T> {
  const { isTransient, attempts = 5, wait = 1000, longest = 30_000, hasTime, signal, onRetry } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || attempt >= attempts || signal?.aborted) throw error;
      // Those that failed at once don't come back at once.
      const pause = Math.min(longest, wait * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2);
      if (hasTime?.(error, pause) === false) throw error;
      onRetry?.(error, pause);
      await sleep(pause, undefined, { signal }).catch(() => Promise.reject(error));
    }
  }
}

/** Failures whose message is of a form. */
export function saying(form: RegExp): (error: unknown) => error is unknown {
  return (error): error is unknown => form.test(String(error));
}
