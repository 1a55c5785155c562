import { type RetryOptions, retry } from "../retry.ts";
import { type Publisher, RegistryFailure } from "./publisher.ts";
import { RegistryWait } from "./registry-wait.ts";

/** Longest that a registry is waited for, unless the caller says otherwise. */
const REGISTRY_WAIT_MS = 60_000;

type Options = Omit<RetryOptions<RegistryFailure>, "isTransient" | "hasTime"> & {
  /** Longest that a command waits for a registry that doesn't do what it is asked, milliseconds: pauses and all. */
  most?: number;
};

/**
 * Tries again what a retry can mend, and nothing else, for as long as the whole of the waiting takes no longer than
 * it may: a registry that was given up is asked no more.
 *
 * Clients themselves wait as long as a registry's `Retry-After` says, a minute at most; that counts.
 */
export function withRetries(publisher: Publisher, options: Options = {}): Publisher {
  const waits = new Map<string, RegistryWait>();

  /** @param moves whether it moves layers: then the time that it takes is no waiting. */
  function again<T>(repository: string, work: () => Promise<T>, moves = false): Promise<T> {
    const [host = ""] = repository.split("/");
    const waited = waits.get(host) ?? new RegistryWait(host, options.most ?? REGISTRY_WAIT_MS);
    waits.set(host, waited);
    const once = async () => {
      waited.refuse();
      if (moves) waited.answered();
      const began = performance.now();
      try {
        return await work();
      } catch (error) {
        if (isTransient(error)) waited.failed(error, moves ? performance.now() : began);
        throw error;
      }
    };
    const hasTime = (error: RegistryFailure, pause: number) => waited.has(error, pause);
    return retry(once, { ...options, isTransient, hasTime }).then(
      (result) => {
        waited.answered();
        return result;
      },
      (error) => {
        waited.refuse();
        throw error;
      },
    );
  }

  return {
    digestOf: (...words) => again(words[0], () => publisher.digestOf(...words)),
    manifest: (...words) => again(words[0], () => publisher.manifest(...words)),
    upload: (...words) => again(words[0], () => publisher.upload(...words), true),
    put: (...words) => again(words[0], () => publisher.put(...words)),
    mount: (...words) => again(words[1], () => publisher.mount(...words)),
    config: (...words) => again(words[0], () => publisher.config(...words)),
    verify: (...words) => again(words[0], () => publisher.verify(...words)),
    tag: (...words) => again(words[0], () => publisher.tag(...words)),
    copy: (...words) => again(words[1], () => publisher.copy(...words), true),
    tags: (...words) => again(words[0], () => publisher.tags(...words)),
    remove: (...words) => again(words[0], () => publisher.remove(...words)),
    read: (...words) => again(words[0], () => publisher.read(...words)),
  };
}

function isTransient(error: unknown): error is RegistryFailure {
  return error instanceof RegistryFailure && error.fault === "passing";
}
