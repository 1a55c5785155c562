import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "zx";

/**
 * A build that is ended by force leaves its working containers behind, mounted. Each of ours carries the
 * process it belongs to as a host name, which buildah writes down with the container and no layer keeps.
 */
const PREFIX = "multistage-run-";
const MARK = `${PREFIX}${process.pid}`;

/** Flags that mark a build's containers as ours. */
export function marked(): string[] {
  return ["--add-host", `${MARK}:127.0.0.1`];
}

/** Removes the working containers of this process, or of processes that are no more; none may be building. */
export async function sweep(whose: "own" | "dead"): Promise<void> {
  const containers = await markedContainers();
  const gone = containers.filter(({ pid }) => (whose === "own" ? pid === process.pid : !alive(pid)));
  if (gone.length) await $({ quiet: true, nothrow: true })`buildah rm ${gone.map(({ id }) => id)}`;
}

async function markedContainers(): Promise<{ id: string; pid: number }[]> {
  const asked = await $({ quiet: true, nothrow: true })`buildah info`;
  if (asked.exitCode !== 0) return [];
  const directory = join(JSON.parse(asked.stdout).store.GraphRoot, "overlay-containers");
  const ids = await readdir(directory).catch(() => []);
  const found = await Promise.all(ids.map(async (id) => ({ id, pid: await owner(join(directory, id)) })));
  return found.flatMap(({ id, pid }) => (pid === undefined ? [] : [{ id, pid }]));
}

async function owner(container: string): Promise<number | undefined> {
  const text = await readFile(join(container, "userdata", "buildah.json"), "utf8").catch(() => "");
  const [, pid] = new RegExp(`${PREFIX}(\\d+)`).exec(text) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
