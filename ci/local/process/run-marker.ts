import { readlinkSync } from "node:fs";
import { lives, processNow } from "./processes.ts";

/** Who a leftover belongs to: a process, and the process namespace that counts it. */
interface Owner {
  namespace: string;
  pid: number;
  started: string;
}

const PREFIX = "multistage-run";

/** Names this process, for things that would outlive it if it were killed. */
export const RUN_MARKER = [PREFIX, namespace(), process.pid, processNow(process.pid)?.started ?? "0"].join(
  "-",
);

/** The mark of a process in a text, if there is one. */
export function markerIn(text: string): string | undefined {
  return new RegExp(`${PREFIX}-\\d+-\\d+-\\d+`).exec(text)?.[0];
}

/** Whether the process of a mark is no more; of other namespaces' processes nothing is known here. */
export function isDead(mark: string): boolean {
  const owner = ownerOf(mark);
  return owner !== undefined && owner.namespace === namespace() && !lives(owner);
}

function ownerOf(mark: string): Owner | undefined {
  const [, space, pid, started] = new RegExp(`^${PREFIX}-(\\d+)-(\\d+)-(\\d+)$`).exec(mark) ?? [];
  return space && pid && started ? { namespace: space, pid: Number(pid), started } : undefined;
}

function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}
