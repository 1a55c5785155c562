import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import { call, goService, inService, LOCAL, repository } from "./command.ts";
import { registryBehindProxy } from "./registry-behind-proxy.ts";
import { tagsIn } from "./registry-state.ts";

/** A step of a publish, by the request that begins it. */
const POINTS: [string, RegExp][] = [
  ["the first upload", /^POST .*\/blobs\/uploads/],
  ["a blob on its way", /^PUT .*\/blobs\/uploads\//],
  ["a manifest by digest", /^PUT .*\/manifests\/sha256:/],
  ["an immutable tag", /^PUT .*\/manifests\/testing-/],
  ["a moving tag", /^PUT .*\/(api|web)\/manifests\/testing$/],
  ["the release", /^PUT .*\/releases\/manifests\/testing$/],
];
const TIMES = process.env.THOROUGH ? 10 : 2;

const PASSWORD = "correct-horse-battery";
const temporary = mkdtempSync(join(tmpdir(), "multistage-killed-"));
const env = { TMPDIR: temporary, REGISTRY_USERNAME: "ci", REGISTRY_PASSWORD: PASSWORD, CI: "true" };
const behind = registryBehindProxy();
let source: string;

beforeAll(async () => {
  source = repository({ ...inService("api", goService()), ...inService("web", goService('println("web")')) });
  await $({ quiet: true, cwd: source })`git init -q`;
  await commit();
  const first = await call(words(), env);
  expect(first.exitCode, first.stderr).toBe(0);
}, 300_000);

const words = () => [
  "publish-all",
  "--source",
  source,
  "--registry",
  `${behind.proxy.host}/team`,
  "--environment",
  "testing",
  ...LOCAL,
];

/** Every commit has images of its own: their labels name it. */
async function commit(): Promise<void> {
  await $({
    quiet: true,
    cwd: source,
  })`git add . && git -c user.name=a -c user.email=a@b.example commit -q --allow-empty -m next`;
}

/** Publishes and is killed at the first request that matches, or at the one after it. */
async function killed(at: RegExp, after: boolean, group: boolean): Promise<void> {
  const main = [
    "--import",
    join(PROJECT, "node_modules/tsx/dist/loader.mjs"),
    join(PROJECT, "ci/local/main.ts"),
  ];
  const child = spawn("node", [...main, "call", ...words()], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: "ignore",
    detached: true,
  });
  let reached = false;
  behind.proxy.answer = (_, line) => {
    if (!reached && at.test(line)) {
      reached = true;
      if (after) return undefined;
    } else if (!reached) return undefined;
    behind.proxy.answer = () => undefined;
    process.kill(group ? -(child.pid as number) : (child.pid as number), "SIGKILL");
    return undefined;
  };
  await once(child, "exit");
  expect(reached, `${at} was not reached`).toBe(true);
  for (let seen = -1; seen !== behind.proxy.seen.length; await sleep(300)) seen = behind.proxy.seen.length;
}

async function state() {
  const [api, web, releases] = await Promise.all(
    ["api", "web", "releases"].map((name) => tagsIn(behind.registry.host, `team/${name}`)),
  );
  return { api: api?.testing, web: web?.testing, release: releases?.testing };
}

describe("kill -9", () => {
  it.each(POINTS)(
    "at %s: every tag is old or complete, and a rerun completes it",
    { timeout: 600_000 },
    async (_name, at) => {
      for (let time = 0; time < TIMES; time += 1) {
        await commit();
        const before = await state();
        await killed(at, time % 2 === 1, [0, 3].includes(time % 4));
        const between = await state();
        const rerun = await call(words(), env);
        expect(rerun.exitCode, rerun.stderr).toBe(0);
        const after = await state();
        for (const name of ["api", "web", "release"] as const) {
          expect([before[name], after[name]]).toContain(between[name]);
          expect(after[name]).not.toBe(before[name]);
        }
      }
    },
  );

  it("leaves no password behind", async () => {
    const found = await $({ quiet: true, nothrow: true })`grep -rlE ${PASSWORD} ${temporary}`;
    expect(found.stdout).toBe("");
  });
});
