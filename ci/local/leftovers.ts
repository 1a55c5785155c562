import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { $ } from "zx";
import { isDead, MARK, markIn } from "./mark.ts";
import { allProcesses, descendants, type Process, tell } from "./processes.ts";
import { sweepScratch } from "./scratch.ts";

const quietly = $({ quiet: true, nothrow: true });

/**
 * A build that is ended by force leaves its working containers behind, mounted. Each of ours carries the
 * process it belongs to as a host name, which buildah writes down with the container and no layer keeps.
 */
export function marked(): string[] {
  return ["--add-host", `${MARK}:127.0.0.1`];
}

/** Removes what this process, or those that are no more, left: builds that go on, containers, files. */
export async function sweep(whose: "own" | "dead"): Promise<void> {
  const ours = (mark: string) => (whose === "own" ? mark === MARK : isDead(mark));
  const builders = orphans(ours);
  tell(builders, "SIGKILL");
  const containers = await markedContainers(ours);
  if (containers.length) await quietly`buildah rm ${containers}`;
  const scratch = await sweepScratch(whose);
  if (builders.length || containers.length || scratch) await removeDamaged();
}

/**
 * A killed builder may leave an image without its manifest, which makes some of buildah's commands fail. One
 * that is being written looks the same for a moment, so it is asked twice.
 */
async function removeDamaged(): Promise<void> {
  for (let image = await damagedImage(); image; image = await damagedImage()) {
    await sleep(1000);
    if ((await damagedImage()) !== image) continue;
    if ((await quietly`buildah rmi --force ${image}`).exitCode !== 0) return;
  }
}

/** An image that buildah can't list, and says so. */
async function damagedImage(): Promise<string | undefined> {
  const { stderr } = await quietly`buildah images`;
  return /image with ID "([0-9a-f]{64})" \(consider removing the image/.exec(stderr)?.[1];
}

/** Builders that outlived the process that started them, with all that they run. */
function orphans(ours: (mark: string) => boolean): Process[] {
  const all = allProcesses();
  const builders = all.filter(({ pid }) => {
    const mark = markIn(commandLine(pid));
    return mark !== undefined && ours(mark);
  });
  return builders.flatMap((builder) => [builder, ...descendants(builder.pid, all)]);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

async function markedContainers(ours: (mark: string) => boolean): Promise<string[]> {
  const directory = join(await storageRoot(), "overlay-containers");
  const ids = await readdir(directory).catch(() => []);
  const marks = await Promise.all(ids.map((id) => markOf(join(directory, id))));
  return ids.filter((_, at) => marks[at] !== undefined && ours(marks[at] ?? ""));
}

async function storageRoot(): Promise<string> {
  const asked = await quietly`buildah info`;
  return asked.exitCode === 0 ? JSON.parse(asked.stdout).store.GraphRoot : "/nowhere";
}

async function markOf(container: string): Promise<string | undefined> {
  return markIn(await readFile(join(container, "userdata", "buildah.json"), "utf8").catch(() => ""));
}
