import type { Attempt, Patience } from "../../../src/start-check/attempt.ts";
import type { Start } from "../../../src/start-check/start.ts";
import type { Builder } from "../builders/builder.ts";
import { runLines } from "../process/run.ts";
import { type Runner, runnerFor } from "./runners.ts";
import { watch } from "./watched.ts";

/** A program may say as much. */
const MOST_LINES = 80;
const MOST_TEXT = 2000;
/** A runtime's own failure: nothing is known of the image then. */
const RUNTIME = 125;

/** Starts an image for a moment; undefined where nothing on this machine can. */
export async function attempt(
  builder: Builder["name"],
  image: string,
  start: Start,
  patience: Patience,
  signal?: AbortSignal,
): Promise<Attempt | undefined> {
  const runner = await runnerFor(builder, image);
  if (!runner) return undefined;
  const tried = await once(runner, image, start, patience, signal);
  return tried.exitCode === RUNTIME ? undefined : tried;
}

async function once(
  runner: Runner,
  image: string,
  start: Start,
  patience: Patience,
  signal?: AbortSignal,
): Promise<Attempt> {
  const seconds = Math.ceil(patience.whole / 1000) + 10;
  const prepared = await runner.prepare(image, start, { seconds });
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line.slice(0, MOST_TEXT));
    if (lines.length > MOST_LINES) lines.shift();
  };
  const ended = new AbortController();
  const stop = () => ended.abort();
  signal?.addEventListener("abort", stop, { once: true });
  let pid: number | undefined;
  let exitCode: number | undefined;
  const run = runLines(prepared.command, { onLine, onStart: (started) => (pid = started) }).then((code) => {
    exitCode = code;
    stop();
  });
  const seen = await watch(() => prepared.pid(pid), ended.signal, patience);
  const outcome = { ...seen, exitCode };
  signal?.removeEventListener("abort", stop);
  await prepared.end(pid);
  await run;
  return { ...outcome, lines };
}
