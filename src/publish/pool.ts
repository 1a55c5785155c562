import { EXIT, Failure } from "../failure.ts";
import { registryFailure } from "./faults.ts";
import { RegistryFailure } from "./publisher.ts";

/** Requests under way at once: enough to hide a registry's latency, few enough for it not to say 429. */
const AT_ONCE = 4;

/** What became of one item's work. */
export type Settled<I, O> = { item: I; value: O; failure?: undefined } | { item: I; failure: Failure };

/** Works on all items, a few at once; one's failure stops no other. Errors of ours end it. */
export async function runAll<I, O>(items: I[], work: (item: I) => Promise<O>): Promise<Settled<I, O>[]> {
  const results: Settled<I, O>[] = new Array(items.length);
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, item] = next;
      results[at] = await work(item).then(
        (value) => ({ item, value }),
        (error) => ({ item, failure: explained(error) }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** The same for work that must all succeed. @throws one `Failure` that tells every failure. */
export async function requireAll<I, O>(items: I[], work: (item: I) => Promise<O>): Promise<O[]> {
  const settled = await runAll(items, work);
  const failures = settled.flatMap(({ failure }) => failure ?? []);
  if (failures.length) throw combinedFailure(failures);
  return settled.flatMap((one) => (one.failure ? [] : [one.value]));
}

/** Several failures as one: worth a retry only where each is. */
function combinedFailure(failures: Failure[]): Failure {
  const [only] = failures;
  if (only && failures.length === 1) return only;
  const order: number[] = [EXIT.input, EXIT.policy, EXIT.service, EXIT.retry];
  const codes = failures.map(({ exitCode }) => exitCode);
  return new Failure(failures.map(({ message }) => message).join("\n"), {
    exitCode: order.find((code) => codes.includes(code)) ?? EXIT.service,
    lines: failures.flatMap(({ lines }) => lines),
    next: [...new Set(failures.flatMap(({ next }) => next ?? []))].join("; "),
  });
}

function explained(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof RegistryFailure) return registryFailure(error);
  throw error;
}
