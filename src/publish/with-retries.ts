import { type RetryOptions, retry } from "../retry.ts";
import { type Publisher, RegistryFailure } from "./publisher.ts";

/**
 * Tries again what a retry can mend, and nothing else.
 *
 * skopeo itself waits as long as a registry's `Retry-After` says, a minute at most; this is on top of it.
 */
export function withRetries(
  publisher: Publisher,
  options: Omit<RetryOptions<RegistryFailure>, "isTransient"> = {},
): Publisher {
  const again = <T>(work: () => Promise<T>) => retry(work, { ...options, isTransient });
  return {
    digestOf: (...words) => again(() => publisher.digestOf(...words)),
    manifest: (...words) => again(() => publisher.manifest(...words)),
    upload: (...words) => again(() => publisher.upload(...words)),
    put: (...words) => again(() => publisher.put(...words)),
    mount: (...words) => again(() => publisher.mount(...words)),
    verify: (...words) => again(() => publisher.verify(...words)),
    tag: (...words) => again(() => publisher.tag(...words)),
    copy: (...words) => again(() => publisher.copy(...words)),
    read: (...words) => again(() => publisher.read(...words)),
  };
}

function isTransient(error: unknown): error is RegistryFailure {
  return error instanceof RegistryFailure && error.fault === "passing";
}
