import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Patience } from "../../../src/start-check/attempt.ts";
import { childProcesses } from "../process/processes.ts";

/** What is seen of processes from outside. */
export interface Watched {
  listens: boolean;
  /** The port of one that only listens where nobody outside its container reaches it. */
  loopback?: number;
  milliseconds: number;
}

const EVERY = 100;
/** As long nothing must happen after it listens. */
const QUIET = 300;

/**
 * Watches a process with all that it starts, until it has ended, listens and is quiet, waits, or was patient enough with.
 *
 * @param pidOf the process, as soon as it is known; undefined where that can't be seen from here.
 */
export async function watch(
  pidOf: () => Promise<number | undefined>,
  ended: AbortSignal,
  { whole, listening, idle }: Patience,
): Promise<Watched> {
  let begun = Date.now();
  let listensAt: number | undefined;
  let [busyAt, ticks]: [number, number | undefined] = [begun, undefined];
  let pid: number | undefined;
  let loopback: number | undefined;
  for (;;) {
    const now = Date.now();
    const since = now - begun;
    const left =
      listensAt === undefined ? whole - since : Math.min(whole - since, listening - (now - listensAt));
    if (ended.aborted || left <= 0)
      return { listens: listensAt !== undefined, loopback, milliseconds: (listensAt ?? now) - begun };
    if (pid === undefined) {
      pid = await pidOf();
      // Until then a runtime was busy.
      if (pid !== undefined) begun = Date.now();
    }
    if (pid !== undefined) {
      const used = ticksOf(pid);
      if (used !== ticks || used === undefined) [busyAt, ticks] = [now, used];
      const sockets = listeningSockets(pid);
      if (sockets.length) loopback = onlyLoopback(sockets);
      if (listensAt === undefined && sockets.length) listensAt = Math.max(now, begun);
      const quiet = now - busyAt;
      if (listensAt !== undefined && quiet >= QUIET)
        return { listens: true, loopback, milliseconds: listensAt - begun };
      if (listensAt === undefined && quiet >= idle) return { listens: false, milliseconds: since };
    }
    await sleep(EVERY, undefined, { signal: ended }).catch(() => {});
  }
}

/**
 * Processor time that a process and its descendants have used, in the kernel's ticks; undefined while one of them
 * waits for a processor or a disk: on a busy machine that is no sign of being done.
 */
function ticksOf(pid: number): number | undefined {
  const used = [pid, ...childProcesses(pid).map((one) => one.pid)].map(usedBy);
  return used.includes(undefined) ? undefined : used.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

function usedBy(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", ...fields] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return "RD".includes(state) ? undefined : Number(fields[10]) + Number(fields[11]);
  } catch {
    return 0;
  }
}

/** Where something listens in a process's network, as the kernel's tables have it: state 0A of its sockets. */
function listeningSockets(pid: number): string[] {
  return ["tcp", "tcp6"].flatMap((table) => {
    try {
      const lines = readFileSync(`/proc/${pid}/net/${table}`, "utf8").split("\n").slice(1);
      const fields = lines.map((line) => line.trim().split(/\s+/));
      return fields.filter(([, , , state]) => state === "0A").map(([, address = ""]) => address);
    } catch {
      return [];
    }
  });
}

/** The port of the first where all are 127.0.0.0/8 or ::1; numbers are in the machine's order, whose last byte is first. */
export function onlyLoopback(sockets: string[]): number | undefined {
  const isLoopback = (address: string) =>
    /^([0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F):/.test(address);
  return sockets.every(isLoopback) ? Number.parseInt(sockets[0]?.split(":")[1] ?? "", 16) : undefined;
}
