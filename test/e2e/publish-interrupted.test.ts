import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import { childProcesses, lives } from "../../ci/local/process/processes.ts";
import { call, goService, inService, LOCAL, repository } from "./command.ts";
import { registryBehindProxy } from "./registry-behind-proxy.ts";
import { tagsIn } from "./registry-state.ts";

const behind = registryBehindProxy();
let source: string;

beforeAll(async () => {
  source = repository({ ...inService("api", goService()), ...inService("web", goService('println("web")')) });
  await $({ quiet: true, cwd: source })`git init -q`;
  await commit();
  const first = await call(words());
  expect(first.exitCode, first.stderr).toBe(0);
});

const words = () => [
  ...["publish-all", "--source", source, "--registry", `${behind.proxy.host}/team`],
  ...["--environment", "testing", ...LOCAL],
];

async function commit(): Promise<void> {
  const as = ["-c", "user.name=a", "-c", "user.email=a@b.example"];
  await $({ quiet: true, cwd: source })`git add . && git ${as} commit -q --allow-empty -m next`;
}

async function state() {
  const names = ["api", "web", "releases"];
  const tags = await Promise.all(names.map((name) => tagsIn(behind.registry.host, `team/${name}`)));
  return tags.map(({ testing }) => testing);
}

/** Publishes, and is told to end when a request comes that matches: it gets no answer until then. */
async function interrupted(signal: NodeJS.Signals, at: RegExp) {
  const child = spawn("./daggerw", ["call", ...words()], {
    cwd: PROJECT,
    env: { ...process.env, CI: "true" },
    stdio: "ignore",
  });
  const end = once(child, "exit");
  const reached = new Promise<void>((done) => {
    behind.proxy.answer = async (_, line) => {
      if (!at.test(line)) return undefined;
      behind.proxy.answer = () => undefined;
      done();
      await end;
      return undefined;
    };
  });
  await Promise.race([reached, end.then(() => Promise.reject(new Error(`it ended before ${at}`)))]);
  const had = childProcesses(child.pid as number);
  child.kill(signal);
  const ended = await Promise.race([end.then(([code]) => code), sleep(10_000, "still running")]);
  await sleep(500);
  return { ended, left: had.filter(lives) };
}

describe("a publish that is told to end", () => {
  it.each([
    ["SIGINT", 130, "a blob is on its way", /^PUT .*\/blobs\/uploads\//],
    ["SIGTERM", 143, "a manifest is", /^PUT .*\/manifests\/sha256:/],
    ["SIGINT", 130, "a tag moves", /^PUT .*\/(api|web)\/manifests\/testing$/],
    ["SIGTERM", 143, "the release is written", /^PUT .*\/releases\/manifests\/testing$/],
  ] as const)("%s (exit %i) while %s: within 10 s, nothing stays, every tag is old or complete", async (signal, exitCode, _, at) => {
    await commit();
    const before = await state();
    const { ended, left } = await interrupted(signal, at);
    expect(ended).toBe(exitCode);
    expect(left).toEqual([]);
    const between = await state();
    const rerun = await call(words());
    expect(rerun.exitCode, rerun.stderr).toBe(0);
    const after = await state();
    for (const [index, tag] of between.entries()) expect([before[index], after[index]]).toContain(tag);
    expect(after).not.toEqual(before);
  });
});
