import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { $ } from "zx";
import { cacheDir, PROJECT } from "../../ci/local/paths.ts";
import { childProcesses, tell } from "../../ci/local/process/processes.ts";
import { byStatus, callValid, named } from "./all-services.ts";
import { goService, inService, LOCAL, repository } from "./command.ts";
import { containers } from "./image-store.ts";

const VERY_SLOW = 900_000;
const NAMES = ["killed1", "killed2", "killed3"];

/** What each program says: new at every turn, so that there is something to build. */
const saying = (turn: string) =>
  Object.assign({}, ...NAMES.map((name) => inService(name, goService(`println("${name} ${turn}")`))));

/** Numbers that look random and are the same at every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

/** What the program in a finished image says, read from its layers in the store. */
async function output(source: string, service: string): Promise<string> {
  const out = repository({});
  const words = ["call", "artifact", "--service", service, "--source", source, ...LOCAL];
  await $({ quiet: true, cwd: PROJECT })`./daggerw ${words} export --path ${out}`;
  return (await $({ quiet: true })`${join(out, service)}`).stderr.trim();
}

it(
  "after kill -9 at ten moments, of the run alone or of all that it started, a rerun makes it right",
  async () => {
    const random = numbers(7);
    const killed: number[] = [];
    const source = repository(saying("0"));
    const before = containers();
    const kill = async (turn: number) => {
      for (const [path, text] of Object.entries<string>(saying(String(turn))))
        writeFileSync(join(source, path), text);
      const run = spawn("./daggerw", ["call", "build-all", "--source", source, ...LOCAL], {
        cwd: PROJECT,
        stdio: "ignore",
      });
      const ended = once(run, "close");
      await Promise.race([ended, sleep(500 + Number(random.next().value) * 6000)]);
      killed.push(run.pid as number);
      const family = childProcesses(run.pid as number);
      run.kill("SIGKILL");
      if (turn % 2) tell(family, "SIGKILL");
      await ended;
    };
    for (let turn = 1; turn <= 10; turn++) {
      await kill(turn);
      if (turn % 5) continue;
      const again = await callValid(["build-all", "--source", source]);
      expect(again.exitCode, again.stderr).toBe(0);
      for (const name of NAMES) expect(await output(source, name)).toBe(`${name} ${turn}`);
    }
    const left = readdirSync(cacheDir("scratch")).filter((mark) =>
      killed.includes(Number(mark.split("-").at(-2))),
    );
    expect(left).toEqual([]);
    expect(containers()).toEqual(before);
    expect((await $({ quiet: true, nothrow: true })`buildah images`).stderr).not.toContain(
      "consider removing",
    );
  },
  VERY_SLOW,
);

it(
  "trusts no record or blob that was cut short or changed",
  async () => {
    const source = repository(saying("whole"));
    const words = ["build-all", "--source", source];
    const first = await callValid(words);
    expect(byStatus(await callValid(words), "cached")).toEqual(NAMES);
    const records = readdirSync(cacheDir("records")).map((file) => cacheDir("records", file));
    const recordOf = (name: string) => {
      const { digest = "" } = named(first, name);
      return records.find((path) => readFileSync(path, "utf8").includes(digest)) ?? "";
    };
    const [cut, changed] = [recordOf("killed1"), recordOf("killed2")];
    writeFileSync(cut, readFileSync(cut, "utf8").slice(0, -20));
    writeFileSync(changed, readFileSync(changed, "utf8").replace('"sizeBytes":', '"sizeBytes":1'));
    const layer = named(first, "killed3").layers?.[0]?.digest.replace("sha256:", "") ?? "";
    writeFileSync(cacheDir("oci", "blobs", "sha256", layer), "cut short");
    const again = await callValid(words);
    expect(again.data.services.map(({ digest }) => digest)).toEqual(
      first.data.services.map(({ digest }) => digest),
    );
    expect(readFileSync(cut, "utf8")).toContain("\n{");
    expect(readFileSync(cacheDir("oci", "blobs", "sha256", layer)).length).toBeGreaterThan(1000);
    expect(byStatus(await callValid(words), "cached")).toEqual(NAMES);
  },
  VERY_SLOW,
);

it(
  "two runs at once in one cache are both right",
  async () => {
    const [one, two] = [repository(saying("twice")), repository(saying("twice"))];
    const runs = await Promise.all([one, two].map((source) => callValid(["build-all", "--source", source])));
    for (const run of runs) expect([run.exitCode, run.stderr]).toEqual([0, run.stderr]);
    const [digests, others] = runs.map(({ data }) => data.services.map(({ digest }) => digest));
    expect(digests).toEqual(others);
    for (const name of NAMES) expect(await output(one, name)).toBe(`${name} twice`);
  },
  VERY_SLOW,
);
