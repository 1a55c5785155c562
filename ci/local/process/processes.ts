import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process by what can't be mistaken for another that gets its number later. */
export interface Process {
  pid: number;
  parent: number;
  /** When it started, in the kernel's ticks. */
  started: string;
}

/** A process as it is now; undefined where it is no more, or only its parent's wait is missing. */
export function processNow(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command, in parentheses, may hold anything: fields are counted from its end.
    const [state, parent, ...rest] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? undefined : { pid, parent: Number(parent), started: rest[17] ?? "" };
  } catch {
    return undefined;
  }
}

/** Every process that can be seen. */
export function allProcesses(): Process[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => processNow(Number(pid)) ?? []);
}

/** The words that a process was started with, each with a zero byte after it; none where it is no more. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** What a process started, and what those started: nearest first, itself not among them. */
export function childProcesses(pid: number, all: Process[] = allProcesses()): Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...children, ...children.flatMap((child) => childProcesses(child.pid, all))];
}

/** Whether it is the same process still. */
export function lives({ pid, started }: Pick<Process, "pid" | "started">): boolean {
  return processNow(pid)?.started === started;
}

/** Sends a signal to those that still live. */
export function tell(processes: Process[], signal: NodeJS.Signals): void {
  for (const one of processes.filter(lives)) {
    try {
      process.kill(one.pid, signal);
    } catch {
      // It has just ended.
    }
  }
}

/** Waits until all of them have ended, for two seconds at most: one that waits for a disk ends when that answers. */
export async function ended(processes: Process[]): Promise<void> {
  for (let turn = 0; turn < 100 && processes.some(lives); turn++) await sleep(20);
}
