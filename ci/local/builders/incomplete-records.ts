import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { $ } from "zx";
import { makeDirectory } from "../process/directories.ts";
import { allProcesses, commandLine, ended, type Process } from "../process/processes.ts";
import {
  type BuildahStore,
  type RecordedContainer,
  recordedContainers,
  recordedImages,
  stateOf,
} from "./buildah-store.ts";

const quietly = $({ quiet: true, nothrow: true });

/** How buildah names its working containers by itself. */
const WORKING = /(^|-)working-container(-\d+)?$/;

/** What buildah recorded in its store, and a file without which it can't use that. */
interface Recorded {
  id: string;
  file: string;
  remove(): Promise<unknown>;
}

/**
 * Removes what a killed buildah recorded without finishing it, which carries no mark: images without a manifest
 * (some of buildah's commands fail on them), containers without a state. Both look the same for a moment while
 * they are being written, so only what outlasts those that may be writing is removed.
 */
export async function removeIncomplete(store: BuildahStore): Promise<void> {
  const seen = await incomplete(store);
  if (!seen.length) return;
  await Promise.all([sleep(1000), ended(allProcesses().filter(isBuildah))]);
  for (const one of await incomplete(store)) if (seen.some(({ id }) => id === one.id)) await one.remove();
}

/** Containers first: an image in use isn't removed. */
async function incomplete(store: BuildahStore): Promise<Recorded[]> {
  const containers = (await recordedContainers(store)).filter(isWorking);
  const images = (await recordedImages(store)) ?? [];
  const all = [
    ...containers.map(({ id }) => container(store, id)),
    ...images.map(({ id }) => image(store, id)),
  ];
  return all.filter(({ file }) => !existsSync(file));
}

function container(store: BuildahStore, id: string): Recorded {
  const file = stateOf(store, id);
  return { id, file, remove: () => finish(id, file).then(() => quietly`buildah rm ${id}`) };
}

function image(store: BuildahStore, id: string): Recorded {
  const file = join(store.folder("images"), id, "manifest");
  return { id, file, remove: () => quietly`buildah rmi --force ${id}` };
}

/** Not podman's, and not what somebody named on purpose. */
function isWorking({ names, metadata }: RecordedContainer): boolean {
  return !metadata && (names ?? []).some((name) => WORKING.test(name));
}

/** Writes the least that `buildah rm` asks of a state: without one it fails where a container is from scratch. */
async function finish(id: string, file: string): Promise<void> {
  makeDirectory(dirname(file));
  await writeFile(`${file}.new`, JSON.stringify({ type: "buildah 0.0.1", "container-id": id }));
  await rename(`${file}.new`, file);
}

function isBuildah({ pid }: Process): boolean {
  // Without root its second self is called buildah-in-a-user-namespace.
  return /(^|\/)(buildah|podman)[^/]*$/.test(commandLine(pid).split("\0")[0] ?? "");
}
