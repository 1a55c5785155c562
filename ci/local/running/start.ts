import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { StartedImage } from "../../../src/engine.ts";
import { EXIT, Failure } from "../../../src/failure.ts";
import type { LocalImage } from "../builds.ts";
import { runLines } from "../process/run.ts";
import { ask } from "./ask.ts";
import { listens } from "./listens.ts";
import { preparedRun } from "./prepared.ts";

export interface StartHow {
  /** Where the service says that it listens; it is told where to by `PORT`. */
  port?: number;
  /** Longest until it listens, milliseconds. */
  patience: number;
}

/** What is kept of what it prints. */
const MOST_LINES = 200;
/** How long one may take to be asked all that is expected, seconds. */
const ASKED = 300;
const EVERY = 100;

/** Starts an image and waits until it listens. @throws a `Failure` with what it printed where it doesn't. */
export async function startImage(
  image: LocalImage,
  { port, patience }: StartHow,
  signal?: AbortSignal,
): Promise<StartedImage> {
  // Its own port where that is free: some programs listen nowhere else.
  const own = port !== undefined && !(await listens(port)) ? port : await freePort();
  const prepared = await preparedRun(image, { port: own, seconds: Math.ceil(patience / 1000) + ASKED });
  const lines: string[] = [];
  let pid: number | undefined;
  let exitCode: number | undefined;
  const run = runLines(prepared.command, {
    signal,
    onStart: (started) => (pid = started),
    onLine(line) {
      lines.push(line);
      if (lines.length > MOST_LINES) lines.shift();
    },
  }).then((code) => (exitCode = code));
  const stop = async () => {
    await prepared.end(pid);
    await run;
  };
  const failed = (what: string) =>
    new Failure(`the image ${what}`, { exitCode: EXIT.service, lines: lines.slice(-20) });
  const until = Date.now() + patience;
  while (!(await listens(own))) {
    if (exitCode === undefined && Date.now() < until && !signal?.aborted) {
      await sleep(EVERY);
      continue;
    }
    await stop();
    throw failed(
      exitCode !== undefined && Date.now() < until
        ? `ended with ${exitCode} instead of listening on port ${own}`
        : `doesn't listen on port ${own} after ${patience / 1000} s`,
    );
  }
  return { lines: () => lines, ask: (expectation) => ask(own, expectation), stop };
}

function freePort(): Promise<number> {
  return new Promise((answer) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => answer(typeof address === "object" && address ? address.port : 0));
    });
  });
}
