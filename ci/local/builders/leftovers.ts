import { readdir, readFile, rm } from "node:fs/promises";
import { $ } from "zx";
import {
  allProcesses,
  childProcesses,
  commandLine,
  ended,
  type Process,
  tell,
} from "../process/processes.ts";
import { isDead, markerIn, RUN_MARKER } from "../process/run-marker.ts";
import { leftScratch } from "../process/scratch.ts";
import { type BuildahStore, buildahStore, stateOf } from "./buildah-store.ts";
import { removeIncomplete } from "./incomplete-records.ts";
import { removeStarted } from "./started-containers.ts";

const quietly = $({ quiet: true, nothrow: true });

/**
 * A build that is ended by force leaves its working containers behind, mounted. Each of ours carries the
 * process it belongs to as a host name, which buildah writes down with the container and no layer keeps.
 */
export function marked(): string[] {
  return ["--add-host", `${RUN_MARKER}:127.0.0.1`];
}

/**
 * Removes what this process, or those that are no more, left: builds that go on, images, containers, files. What
 * tells that there was a build goes last, so that a sweep that is killed itself is done again.
 */
export async function sweep(whose: "own" | "dead"): Promise<void> {
  const ours = (mark: string) => (whose === "own" ? mark === RUN_MARKER : isDead(mark));
  const builders = orphans(ours);
  tell(builders, "SIGKILL");
  await ended(builders);
  const store = await buildahStore();
  const containers = store ? await markedContainers(store, ours) : [];
  const scratch = await leftScratch(ours);
  if (store && (builders.length || containers.length || scratch.length)) await removeIncomplete(store);
  if (containers.length) await quietly`buildah rm ${containers}`;
  await removeStarted(scratch);
  await Promise.all(scratch.map((directory) => rm(directory, { recursive: true, force: true })));
}

/** Builders that outlived the process that started them, with all that they run. */
function orphans(ours: (mark: string) => boolean): Process[] {
  const all = allProcesses();
  const builders = all.filter(({ pid }) => {
    const mark = markerIn(commandLine(pid));
    return mark !== undefined && ours(mark);
  });
  return builders.flatMap((builder) => [builder, ...childProcesses(builder.pid, all)]);
}

async function markedContainers(store: BuildahStore, ours: (mark: string) => boolean): Promise<string[]> {
  const ids = await readdir(store.folder("containers")).catch(() => []);
  const marks = await Promise.all(ids.map((id) => markOf(stateOf(store, id))));
  return ids.filter((_, at) => marks[at] !== undefined && ours(marks[at] ?? ""));
}

async function markOf(state: string): Promise<string | undefined> {
  return markerIn(await readFile(state, "utf8").catch(() => ""));
}
