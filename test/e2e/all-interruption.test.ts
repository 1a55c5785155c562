import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { cacheDir, PROJECT } from "../../ci/local/paths.ts";
import { childProcesses, lives, type Process } from "../../ci/local/process/processes.ts";
import { markerIn } from "../../ci/local/process/run-marker.ts";
import { byStatus, callValid } from "./all-services.ts";
import { goService, inService, LOCAL, repository } from "./command.ts";
import { storeFolder } from "./image-store.ts";

const SLOW = 900_000;
const CONTAINERS = storeFolder("containers");

/** A test that goes on for minutes, so that whatever ends it wasn't its own end. */
const ENDLESS = goService("", "for { }");

/** A `build-all` or `test-all` that runs on while the test does something to it. */
function begin(name: string, source: string, ...flags: string[]) {
  const words = ["call", name, "--source", source, ...LOCAL, ...flags];
  const child = spawn("./daggerw", words, { cwd: PROJECT, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stderr.on("data", (chunk) => (output += chunk));
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, pid: child.pid as number, ended, output: () => output };
}

/** What a run has on the machine: everything that it started, and its containers with their mounts. */
function belongings(pid: number): { processes: Process[]; containers: string[]; layers: string[] } {
  const containers = readdirSync(CONTAINERS).filter((id) => ownerOf(id) === pid);
  const stored: { id: string; layer: string }[] = JSON.parse(textOf(`${CONTAINERS}/containers.json`));
  const layers = stored.filter(({ id }) => containers.includes(id)).map(({ layer }) => layer);
  return { processes: childProcesses(pid), containers, layers };
}

function ownerOf(container: string): number | undefined {
  const mark = markerIn(textOf(`${CONTAINERS}/${container}/userdata/buildah.json`));
  return mark === undefined ? undefined : Number(mark.split("-").at(-2));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** What of it is still there. */
function remains(pid: number, { processes, containers, layers }: ReturnType<typeof belongings>) {
  return {
    processes: processes.filter(lives),
    containers: [...belongings(pid).containers, ...containers.filter((id) => ownerOf(id) !== undefined)],
    mounts: mountsOf({ layers }),
    scratch: readdirSync(cacheDir("scratch")).filter((mark) => mark.split("-").at(-2) === String(pid)),
  };
}

function mountsOf({ layers }: { layers: string[] }): string[] {
  const mounts = textOf("/proc/mounts").split("\n");
  return mounts.filter((line) => layers.some((layer) => line.includes(`/${layer}/`)));
}

const NOTHING = { processes: [], containers: [], mounts: [], scratch: [] };

async function until(condition: () => boolean): Promise<void> {
  for (const began = Date.now(); !condition(); await sleep(50))
    if (Date.now() - began > 120_000) throw new Error("it never came to that");
}

const testing = (run: ReturnType<typeof begin>) => () =>
  childProcesses(run.pid).length > 4 &&
  belongings(run.pid).containers.length > 0 &&
  /test\n/.test(run.output());

describe.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s to a running test-all", (signal, exitCode) => {
  it(
    "ends everything: no process, container, mount or file stays",
    async () => {
      const source = repository({ ...inService("one", ENDLESS), ...inService("two", ENDLESS) });
      const run = begin("test-all", source, "--concurrency", "2");
      await until(testing(run));
      await sleep(1000);
      const had = belongings(run.pid);
      expect(mountsOf(had).length).toBeGreaterThan(0);
      run.child.kill(signal);
      const ended = await Promise.race([run.ended, sleep(10_000, "still running")]);
      expect(ended, run.output()).toBe(exitCode);
      expect(remains(run.pid, had)).toEqual(NOTHING);
    },
    SLOW,
  );
});

describe("a run that was interrupted", () => {
  it(
    "goes on from what was done",
    async () => {
      const parts = [1, 2, 3, 4, 5].map((at) =>
        inService(`part${at}`, goService(`println("${Date.now()} ${at}")`)),
      );
      const source = repository(Object.assign({}, ...parts));
      const run = begin("build-all", source, "--concurrency", "1");
      await until(() => / {2}(built|cached)\n/.test(run.output()));
      run.child.kill("SIGINT");
      expect(await run.ended).toBe(130);
      const finished = [...run.output().matchAll(/ (part\d) {2}(?:built|cached)\n/g)].map(([, name]) => name);
      const again = await callValid(["build-all", "--source", source]);
      expect(again.exitCode, again.stderr).toBe(0);
      expect(byStatus(again, "cached")).toEqual(expect.arrayContaining(finished));
      expect(byStatus(again, "built", "cached")).toHaveLength(5);
    },
    SLOW,
  );

  it(
    "a killed one is swept by the next",
    async () => {
      const source = repository(inService("endless", ENDLESS));
      const run = begin("test-all", source);
      await until(testing(run));
      const had = belongings(run.pid);
      expect(mountsOf(had).length).toBeGreaterThan(0);
      run.child.kill("SIGKILL");
      await run.ended;
      await callValid(["build-all", "--source", source]);
      await until(() => had.processes.filter(lives).length === 0);
      expect(remains(run.pid, had)).toEqual(NOTHING);
    },
    SLOW,
  );
});
