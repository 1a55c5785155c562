import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { callJson, commitAll, inService, LOCAL, only, repository } from "./command.ts";
import { damageEntries, emptyMachines, killedAt } from "./machines.ts";
import { registryBehindProxy } from "./registry-behind-proxy.ts";
import { tagsIn } from "./registry-state.ts";

const behind = registryBehindProxy();
const machine = emptyMachines();
let source: string;
let team: string;
let tests = 0;

/** A service on the smallest base, in a place of its own in the registry. */
beforeEach(async () => {
  tests += 1;
  team = `bases${tests}`;
  behind.proxy.answer = () => undefined;
  source = repository({
    ...inService("api", {
      Dockerfile: "ARG BASE=debian:12\nFROM $BASE\nCOPY file /file\n",
      "service.yaml": "buildArguments: { BASE: base:static }\n",
      file: "1",
    }),
    "multistage.yaml": `registry: ${behind.proxy.host}/${team}\n`,
  });
  await commitAll(source);
});

/** Finished images of other contents are no entry: what is built then starts from the base. */
const edit = (text: string) => writeFileSync(join(source, "services/api/file"), text);
const words = (name: string, ...more: string[]) => [name, "--source", source, ...LOCAL, ...more];
const on = (env: Record<string, string>, name: string, ...more: string[]) =>
  callJson(words(name, ...more), env);
const warnings = (stderr: string) => stderr.split("\n").filter((line) => line.includes("shared cache "));
const bases = async () =>
  Object.keys(await tagsIn(behind.registry.host, `${team}/cache`)).filter((tag) => /^main\.base\./.test(tag));

/** The same machine, on which no base can be made. */
function withoutPackages(env: Record<string, string>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "multistage-path-"));
  writeFileSync(join(folder, "mmdebstrap"), "#!/bin/sh\necho no packages here\nexit 1\n", { mode: 0o755 });
  return { ...env, PATH: `${folder}:${process.env.PATH}` };
}

describe("a base that another machine made", { timeout: 240_000 }, () => {
  it("is taken, whole and equal, and no packages are asked for", async () => {
    const first = await machine();
    const filled = await on(first, "publish-all");
    expect([filled.exitCode, await bases()], filled.stderr).toEqual([0, [expect.any(String)]]);
    edit("2");
    const own = await on(first, "build-all", "--cache", "off");
    const second = withoutPackages(await machine());
    const built = await on(second, "build-all");
    expect([built.exitCode, warnings(built.stderr)], built.stderr).toEqual([0, []]);
    expect(only(built)).toMatchObject({ status: "built", digest: only(own).digest });
    const alone = await on(withoutPackages(await machine()), "build-all", "--cache", "off");
    expect(alone.exitCode).not.toBe(0);
  });

  it("is written by two at once, and by one that is killed: what is there is whole", async () => {
    for (const point of [/^PATCH .*\/cache\//, /^PUT .*\/cache\/manifests\/main\.base/]) {
      expect(await killedAt(behind, await machine(), words("publish-all"), point)).toBe(true);
      await tagsIn(behind.registry.host, `${team}/cache`);
    }
    const runs = await Promise.all([on(await machine(), "publish-all"), on(await machine(), "publish-all")]);
    expect(runs.every(({ exitCode }) => exitCode === 0 || exitCode === 75)).toBe(true);
    expect(await bases()).toHaveLength(1);
    edit("2");
    const next = await on(withoutPackages(await machine()), "build-all");
    expect(next.exitCode, next.stderr).toBe(0);
  });

  // Last: a registry keeps a blob once for all of its repositories.
  it("is made where its entry is damaged, or goes between lookup and use: a warning each", async () => {
    await on(await machine(), "publish-all");
    edit("2");
    behind.proxy.answer = (_at, line) => (/^GET .*\/cache\/manifests\/sha256/.test(line) ? "401" : undefined);
    const gone = await on(await machine(), "build-all");
    behind.proxy.answer = () => undefined;
    await damageEntries(behind, `${team}/cache`, "main.base.");
    const damaged = await on(await machine(), "build-all");
    for (const run of [gone, damaged]) {
      expect([run.exitCode, only(run).status], run.stderr).toEqual([0, "built"]);
      expect(warnings(run.stderr)).toHaveLength(1);
    }
    expect(only(gone).digest).toBe(only(damaged).digest);
  });
});
