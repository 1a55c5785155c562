import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { $, which } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import { markerIn } from "../../ci/local/process/run-marker.ts";
import { storageConf } from "../../ci/storage-conf.ts";

const SLOW = 900_000;
const LEFTOVERS = join(PROJECT, "ci/local/builders/leftovers.ts");
const STARTED = join(PROJECT, "ci/local/builders/started-containers.ts");

/** A machine's image store and cache that nothing else uses, and a `buildah` that ends its caller at a call. */
async function machine(driver: string) {
  const directory = mkdtempSync(join(tmpdir(), "multistage-leftovers-"));
  const at = (...parts: string[]) => join(directory, ...parts);
  mkdirSync(at("bin"));
  writeFileSync(at("storage.conf"), storageConf(driver, at("store"), at("run")));
  const count = `echo call >> ${at("calls")}; [ "$(wc -l < ${at("calls")})" = "$FATAL" ] && kill -9 "$CALLER"`;
  const shim = `#!/bin/sh\n${count}\nexec ${await which("buildah")} "$@"\n`;
  writeFileSync(at("bin/buildah"), shim, { mode: 0o755 });
  const env = { ...process.env, CONTAINERS_STORAGE_CONF: at("storage.conf"), XDG_CACHE_HOME: at("cache") };
  return { at, driver, run: $({ quiet: true, env }), env };
}

type Machine = Awaited<ReturnType<typeof machine>>;

/** Runs code of this project in a process of its own. */
function script({ run }: Machine, code: string) {
  return run({ nothrow: true, cwd: PROJECT })`node --import tsx --input-type=module --eval ${code}`;
}

/** Makes a working container; answers its identifier. */
async function from(one: Machine, ...words: string[]): Promise<string> {
  const name = (await one.run`buildah from ${words}`).stdout.trim();
  return (await one.run`buildah inspect --format ${"{{.ContainerID}}"} ${name}`).stdout.trim();
}

/**
 * Leaves what a build does that is killed: between an image's record and its manifest, or between a container's
 * record and its state, which is from scratch or not; and before the start of an image has ended.
 */
async function damage(one: Machine): Promise<void> {
  const { stdout } = await script(
    one,
    `const { startedContainer } = await import(${JSON.stringify(STARTED)});
     console.log((await startedContainer("podman")).name); process.kill(process.pid, "SIGKILL")`,
  );
  const started = stdout.trim();
  const mark = markerIn(started) ?? "";
  const container = await from(one, "--add-host", `${mark}:127.0.0.1`, "scratch");
  const commit = async () => (await one.run`buildah commit --quiet ${container}`).stdout.trim();
  for (const base of ["scratch", await commit()])
    rmSync(one.at("store", `${one.driver}-containers`, await from(one, base)), { recursive: true });
  await one.run`podman create --name ${started} ${await commit()} /none`;
  await one.run`buildah config --label another=image ${container}`;
  rmSync(one.at("store", `${one.driver}-images`, await commit(), "manifest"));
}

/** Sweeps; the n-th call of buildah's kills it. Answers whether it came to its end. */
async function swept(one: Machine, fatal: number): Promise<boolean> {
  rmSync(one.at("calls"), { force: true });
  const path = `${one.at("bin")}:${process.env.PATH}`;
  const code = `process.env.CALLER = process.pid; process.env.FATAL = ${fatal}; process.env.PATH = ${JSON.stringify(path)};
    const { sweep } = await import(${JSON.stringify(LEFTOVERS)}); await sweep("dead")`;
  return (await script(one, code)).exitCode === 0;
}

/** What is left of a build that was killed. */
async function remains(one: Machine) {
  return {
    complaints: (await one.run({ nothrow: true })`buildah images`).stderr,
    containers: (await one.run`buildah containers --all --quiet`).stdout,
    scratch: readdirSync(one.at("cache/multistage/scratch")),
  };
}

it.each(["overlay", "vfs"])(
  "a sweep that is killed at any of its steps is made good by the next one, with the store's driver %s",
  async (driver) => {
    const one = await machine(driver);
    let done = false;
    for (let fatal = 1; !done; fatal++) {
      await damage(one);
      expect((await remains(one)).complaints).toContain("consider removing");
      done = await swept(one, fatal);
      expect(existsSync(one.at("calls"))).toBe(true);
      expect(await swept(one, 0)).toBe(true);
      expect(await remains(one)).toEqual({ complaints: "", containers: "", scratch: [] });
    }
  },
  SLOW,
);
