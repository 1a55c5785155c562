import { createInterface } from "node:readline";
import { $ } from "zx";

/** How a command is run whose output is followed line by line. */
export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Ends the command and all that it started. */
  signal?: AbortSignal;
  onLine(line: string): void;
}

/** Runs a command, both outputs as one stream of lines; answers its exit code. */
export async function runLines(command: string[], { onLine, ...options }: RunOptions): Promise<number> {
  const child = $({
    quiet: true,
    nothrow: true,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 31,
    ...options,
  })`${command}`;
  const streams = [child.stdout, child.stderr].map(async (input) => {
    for await (const line of createInterface({ input })) onLine(line.trimEnd());
  });
  const { exitCode } = await child;
  await Promise.all(streams);
  return exitCode ?? 1;
}
