import { retry, saying } from "../retry.ts";

/** An engine refuses to write one layer into two archives at the same moment; images share layers. */
export function retryLocked<T>(work: () => Promise<T>): Promise<T> {
  return retry(work, { isTransient: saying(/ref .* locked/) });
}
