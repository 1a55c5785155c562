import { createInterface } from "node:readline";
import { $ } from "zx";

/** How a command is run whose output is followed line by line. */
export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Ends the command and all that it started: asks first, insists after 4 s. */
  signal?: AbortSignal;
  onStart?(pid: number): void;
  onLine(line: string): void;
}

/** Runs a command, both outputs as one stream of lines, in the order in which they were written; answers its exit code. */
export async function runLines(
  command: string[],
  { onLine, onStart, signal, ...options }: CommandOptions,
): Promise<number> {
  if (signal?.aborted) return 130;
  const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
  const child = $({
    quiet: true,
    nothrow: true,
    detached: true,
    stdio,
    maxBuffer: 2 ** 31,
    ...options,
    // One pipe: of two, the lines would come in any order.
  })`${command} 2>&1`;
  if (child.pid !== undefined) onStart?.(child.pid);
  const end = () => void endGroup(child.pid);
  signal?.addEventListener("abort", end);
  const reading = async () => {
    for await (const line of createInterface({ input: child.stdout })) onLine(line.trimEnd());
  };
  const [{ exitCode }] = await Promise.all([child, reading()]);
  signal?.removeEventListener("abort", end);
  return exitCode ?? 1;
}

/** The command leads a process group of its own, so that its children end with it. */
async function endGroup(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  const tell = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended already.
    }
  };
  tell("SIGTERM");
  setTimeout(() => tell("SIGKILL"), 4000).unref();
}
