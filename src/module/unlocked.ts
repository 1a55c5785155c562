import { triedAgain } from "../tried-again.ts";

/** An engine refuses to write one layer into two archives at the same moment; images share layers. */
export function unlocked<T>(work: () => Promise<T>): Promise<T> {
  return triedAgain(work, { of: /ref .* locked/ });
}
