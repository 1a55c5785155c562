import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import { storageConf } from "../../storage-conf.ts";
import { removed } from "../places.ts";

/** A machine that never built anything, as far as one machine can play another. */
export interface Machine {
  directory: string;
  env: NodeJS.ProcessEnv;
}

/** An empty image store, home and caches; what was there of this name is gone. */
export async function emptyMachine(work: string, name: string): Promise<Machine> {
  const directory = join(work, name);
  await removed(directory);
  for (const each of ["home", "cache", "tmp", "store"]) mkdirSync(join(directory, each), { recursive: true });
  const [conf, store, run] = ["storage.conf", "store", "run"].map((each) => join(directory, each)) as [
    string,
    string,
    string,
  ];
  writeFileSync(conf, storageConf("overlay", store, run));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: join(directory, "home"),
    XDG_CACHE_HOME: join(directory, "cache"),
    TMPDIR: join(directory, "tmp"),
    CONTAINERS_STORAGE_CONF: conf,
  };
  delete env._EXPERIMENTAL_DAGGER_RUNNER_HOST;
  return { directory, env };
}

/** Runs a command there. @throws Error with its last lines where it fails. */
export async function secondsOf({ env }: Machine, cwd: string, command: string[]): Promise<number> {
  const began = performance.now();
  const ran = await $({ quiet: true, nothrow: true, env, cwd })`${command}`;
  const seconds = (performance.now() - began) / 1000;
  if (ran.exitCode)
    throw new Error(`${command.join(" ")}\n${ran.stdout.slice(-2000)}${ran.stderr.slice(-2000)}`);
  return seconds;
}
