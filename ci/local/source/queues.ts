import { setTimeout as sleep } from "node:timers/promises";
import { badInput } from "../../../src/failure.ts";
import { type Captured, capture } from "../process/capture.ts";
import type { GitRepository } from "./git-repository.ts";

/** Git takes less than that nearly always, milliseconds: then nothing is looked for. */
const PATIENCE = 5_000;

/**
 * Asks git, and ends it where it waits at a queue (a FIFO) that somebody's archive put in the place of a file that
 * git reads: nobody may ever write to it.
 *
 * @param ask runs git until the signal ends it.
 * @throws a `Failure` (exit 2) that names the queue.
 */
export async function notAtQueues(
  place: GitRepository,
  ask: (signal: AbortSignal) => Promise<Captured>,
  patience = PATIENCE,
): Promise<Captured> {
  const done = new AbortController();
  const stopped = new AbortController();
  const looked = sleep(patience, undefined, { signal: done.signal })
    .then(() => queueIn(place))
    .catch(() => undefined);
  looked.then((queue) => queue && stopped.abort());
  const answer = await ask(stopped.signal);
  done.abort();
  if (!stopped.signal.aborted) return answer;
  throw badInput(`${await looked} is a queue, where git would wait for ever`, "remove it");
}

/** The first one among what git reads: its own files, and those of the tree whose names begin with `.git`. */
async function queueIn({ top, common }: GitRepository): Promise<string | undefined> {
  const places = [[common], [top, "-name", ".git*"]];
  for (const place of places) {
    const { output } = await capture("find", [...place, "-type", "p"], { timeout: 60_000 });
    const [first] = output.toString().split("\n");
    if (first) return first;
  }
  return undefined;
}
