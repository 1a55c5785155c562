import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import { storageConf } from "../storage-conf.ts";
import type { Variant } from "./records.ts";

const quietly = $({ quiet: true });

/** What one variant of one size has for itself: nothing else on the machine reads or writes it. */
export interface Place {
  directory: string;
  /** The repository that it builds. */
  repository: string;
  /** Root of its image store. */
  store: string;
  env: NodeJS.ProcessEnv;
}

/** Where a variant works. */
export function placeOf(work: string, size: number, variant: Variant): Place {
  const directory = join(work, String(size), variant);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    CONTAINERS_STORAGE_CONF: join(directory, "storage.conf"),
    // Cache mounts, and whatever a build writes for a while.
    TMPDIR: join(directory, "tmp"),
    XDG_CACHE_HOME: join(directory, "cache"),
  };
  // The benchmark compares builds by one tool, whatever engine this machine has.
  delete env._EXPERIMENTAL_DAGGER_RUNNER_HOST;
  return { directory, repository: join(directory, "repository"), store: join(directory, "store"), env };
}

/**
 * Makes a variant's place anew: a store with the bases and nothing else, no cache of packages or compilers,
 * no record of builds. The files of bases are links into the seed; nothing ever writes to them.
 *
 * @param seed a store with the bases: `seededBases` of bases.ts.
 */
export async function emptied({ directory, store }: Place, seed: string): Promise<void> {
  await removed(directory);
  for (const name of ["tmp", "cache", "store"]) mkdirSync(join(directory, name), { recursive: true });
  await quietly`cp -al ${seed}/store/overlay ${store}/overlay`;
  const rest = readdirSync(join(seed, "store")).filter((name) => name !== "overlay");
  for (const name of rest) await quietly`cp -a ${join(seed, "store", name)} ${store}/`;
  await quietly`cp -a ${seed}/multistage ${directory}/cache/multistage`;
  writeFileSync(join(directory, "storage.conf"), storageConf("overlay", store, join(directory, "run")));
}

/** Unmounts what an ended build left there, and removes it. */
export async function removed(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  const mounts = await quietly`findmnt --noheadings --raw --output TARGET`;
  const own = mounts.stdout.split("\n").filter((path) => path.startsWith(`${directory}/`));
  for (const path of own.reverse()) await quietly`umount ${path}`;
  rmSync(directory, { recursive: true, force: true });
}
