import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { random } from "../../ci/bench/random.ts";
import { PROJECT } from "../../ci/local/paths.ts";
import { childProcesses, tell } from "../../ci/local/process/processes.ts";
import { call, commitAll, inService, LOCAL, repository } from "./command.ts";
import { containers } from "./image-store.ts";
import { type LocalRegistry, localRegistry } from "./registry.ts";
import { tagsIn } from "./registry-state.ts";

/** Kills of each command. */
const TIMES = process.env.THOROUGH ? 10 : 3;

/** Two machines, as far as this project keeps anything: one that nobody disturbs, and one whose runs are killed. */
type Machine = "calm" | "hurt";

const directory = mkdtempSync(join(tmpdir(), "multistage-killed-"));
const temporary = join(directory, "tmp");
const chance = random("killed");
/** How long a command takes that nobody disturbs, milliseconds. */
const durations: Record<string, number> = {};
let source: string;
let registry: LocalRegistry;

const at = (machine: Machine) => ["--registry", `${registry.host}/${machine}`];
const WORDS: Record<string, (machine: Machine) => string[]> = {
  build: () => ["build", "--service", "d", "--json", "--source", source, ...LOCAL],
  publish: (machine) => [
    ...["publish", "--service", "d", "--environment", "testing", "--source", source],
    ...[...at(machine), ...LOCAL],
  ],
  promote: (machine) => [
    ...["promote", "--from", "testing", "--to", "production", "--source", source],
    ...[...at(machine), "--engine", "buildah"],
  ],
};
const wordsOf = (command: string, machine: Machine) => WORDS[command]?.(machine) ?? [];
const envOf = (machine: Machine) => ({ XDG_CACHE_HOME: join(directory, machine), TMPDIR: temporary });

/** Runs a command to its end; answers the digest that it led to. */
async function digestOf(command: string, machine: Machine): Promise<string | undefined> {
  const began = Date.now();
  const { exitCode, stdout, stderr } = await call(wordsOf(command, machine), envOf(machine));
  expect(exitCode, `${command}: ${stderr}`).toBe(0);
  if (machine === "calm") durations[command] = Date.now() - began;
  if (command === "build") return JSON.parse(stdout).services[0].digest;
  const { testing, production } = await tagsIn(registry.host, `${machine}/d`);
  return command === "publish" ? testing : production;
}

/** Runs a command and kills it at a moment that chance decides: alone, or with all that it started. */
async function kill(command: string, withAll: boolean): Promise<void> {
  const env = { ...process.env, CI: "true", ...envOf("hurt") };
  const child = spawn("./daggerw", ["call", ...wordsOf(command, "hurt")], {
    cwd: PROJECT,
    env,
    stdio: "ignore",
  });
  const ended = once(child, "close");
  await Promise.race([ended, sleep(chance.integer(100, durations[command] ?? 1000))]);
  const family = childProcesses(child.pid as number);
  child.kill("SIGKILL");
  if (withAll) tell(family, "SIGKILL");
  await ended;
}

/** There is something new to build and to publish. */
async function commit(turn: number): Promise<void> {
  writeFileSync(join(source, "services/d/a"), String(turn));
  await commitAll(source);
}

beforeAll(async () => {
  mkdirSync(temporary);
  registry = await localRegistry();
  source = repository(inService("d", { Dockerfile: "FROM scratch\nCOPY a /a\n", a: "a" }));
  await commit(0);
  for (const machine of ["calm", "hurt"] as const) await digestOf("build", machine);
});
afterAll(() => registry.stop());

it("after kill -9 at random moments of build, publish and promote a rerun ends as it would have, and nothing is left", async () => {
  const before = containers();
  for (let turn = 1; turn <= TIMES; turn += 1) {
    await commit(turn);
    for (const [nth, command] of Object.keys(WORDS).entries()) {
      const right = await digestOf(command, "calm");
      expect(right).toMatch(/^sha256:/);
      await kill(command, (turn + nth) % 2 === 0);
      expect(await digestOf(command, "hurt"), command).toBe(right);
    }
  }
  // What is left is cleared by whoever builds next.
  await digestOf("build", "hurt");
  expect(readdirSync(join(directory, "hurt/multistage/scratch"))).toEqual([]);
  expect(readdirSync(temporary).filter((name) => name.startsWith("multistage-"))).toEqual([]);
  expect(containers()).toEqual(before);
});
