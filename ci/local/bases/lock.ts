import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { makeDirectory } from "../process/directories.ts";

/**
 * Does work while nobody else on this machine does work under the same lock; waits its turn.
 *
 * The kernel holds the lock for a child process that lives as long as this one: also a killed process
 * leaves it free, and no stale file needs to be judged.
 *
 * @param file is made where it isn't there, and stays.
 * @throws Error where `flock` (util-linux) is missing.
 */
export async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T> {
  makeDirectory(dirname(file));
  const holder = spawn("flock", [file, "sh", "-c", "echo held; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(holder, "close");
  try {
    const held = await Promise.race([once(holder.stdout, "data"), ended]);
    if (!String(held[0]).startsWith("held")) throw new Error(`can't lock ${file}`);
    return await work();
  } finally {
    holder.stdin.end();
    await ended.catch(() => undefined);
  }
}
