import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { callJson, commitAll, inService, only, repository } from "./command.ts";
import { damageEntries, emptyMachines, killedAt } from "./machines.ts";
import { registryBehindProxy } from "./registry-behind-proxy.ts";
import { tagsIn } from "./registry-state.ts";
import { toyBase } from "./toy-base.ts";

const behind = registryBehindProxy();
const machine = emptyMachines();
let base: Awaited<ReturnType<typeof toyBase>>;
let source: string;
let team: string;
let tests = 0;

/** A service in Go whose toolchain is a toy, in a place of its own in the registry. */
beforeEach(async () => {
  tests += 1;
  team = `dependencies${tests}`;
  behind.proxy.answer = () => undefined;
  base ??= await toyBase(behind.registry.host);
  source = repository({
    ...inService("api", {
      "go.mod": "module example.com/api\n\ngo 1.26\n",
      "main.go": "package main\n\nfunc main() {}\n",
      "service.yaml": "startCheck: false\n",
    }),
    "bases.yaml": `golang: { image: "${base.image}" }\n`,
    "bases.lock": `"${base.image}": ${base.digest}\n`,
    "multistage.yaml": `registry: ${behind.proxy.host}/${team}\n`,
  });
  await commitAll(source);
});

const edit = (file: string, text: string) => writeFileSync(join(source, "services/api", file), text);
const editSources = (n: number) => edit("main.go", `package main\n\nfunc main() {}\n\n// ${n}\n`);
const words = (name: string, ...more: string[]) => [
  ...[name, "--source", source, "--engine", "buildah", "--bases", "registry"],
  ...more,
];

/** Calls on a machine; answers its result and the requests that the registry had. */
async function on(env: Record<string, string>, name: string, ...more: string[]) {
  const before = behind.proxy.seen.length;
  const ended = await callJson(words(name, ...more), env);
  return { ...ended, seen: behind.proxy.seen.slice(before) };
}

const warnings = (stderr: string) => stderr.split("\n").filter((line) => line.includes("shared cache "));
const isBlob = (line: string) => /^GET .*\/cache\/blobs\/sha256/.test(line);
const stage = (run: Awaited<ReturnType<typeof on>>) =>
  only(run)
    .stages?.find(({ name }) => name === "dependencies")
    ?.base.replace(/:.*/, "");
const TAKEN = "localhost/multistage-cache/dependencies";
const PUBLISH = ["--environment", "testing"];

describe("dependencies that another machine has", { timeout: 240_000 }, () => {
  it("are taken where sources alone changed: the image is the same, to the digest", async () => {
    const first = await machine();
    const filled = await on(first, "publish-all", ...PUBLISH);
    expect([filled.exitCode, warnings(filled.stderr)], filled.stderr).toEqual([0, []]);
    editSources(2);
    const own = await on(first, "build-all");
    const second = await machine();
    const built = await on(second, "build-all");
    expect([built.exitCode, stage(built), warnings(built.stderr)], built.stderr).toEqual([0, TAKEN, []]);
    expect([stage(own) === TAKEN, only(own).digest]).toEqual([false, only(built).digest]);
    const again = await on(second, "build-all");
    expect([only(again).status, again.seen.filter(isBlob)]).toEqual(["cached", []]);
    editSources(3);
    const next = await on(second, "build-all");
    expect([stage(next), next.seen.filter(isBlob)]).toEqual([TAKEN, []]);
  });

  it("aren't taken where a manifest changed, or nothing of the cache is to be used", async () => {
    await on(await machine(), "publish-all", ...PUBLISH);
    editSources(2);
    const off = await on(await machine(), "build-all", "--cache", "off");
    edit("go.mod", "module example.com/api\n\ngo 1.25\n");
    const changed = await on(await machine(), "build-all");
    expect([off, changed].map((run) => [run.exitCode, stage(run) === TAKEN])).toEqual([
      [0, false],
      [0, false],
    ]);
  });

  it("are written by two at once, and by one that is killed: what is there is whole", async () => {
    for (const point of [/^PATCH .*\/cache\//, /^PUT .*\/cache\/manifests\/main\.dependencies/]) {
      expect(await killedAt(behind, await machine(), words("publish-all", ...PUBLISH), point)).toBe(true);
      await tagsIn(behind.registry.host, `${team}/cache`);
    }
    edit("go.mod", "module example.com/api\n\ngo 1.24\n");
    const write = ["build-all", "--cache", "write"] as const;
    const runs = await Promise.all([on(await machine(), ...write), on(await machine(), ...write)]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    editSources(2);
    const next = await on(await machine(), "build-all");
    expect([next.exitCode, stage(next)], next.stderr).toEqual([0, TAKEN]);
  });

  // Last: a registry keeps a blob once for all of its repositories.
  it("are made where they are damaged, or go between lookup and use: a warning each", async () => {
    await on(await machine(), "publish-all", ...PUBLISH);
    editSources(2);
    behind.proxy.answer = (_at, line) => (/^GET .*\/cache\/manifests\/sha256/.test(line) ? "401" : undefined);
    const gone = await on(await machine(), "build-all");
    behind.proxy.answer = () => undefined;
    await damageEntries(behind, `${team}/cache`, "main.dependencies.");
    const damaged = await on(await machine(), "build-all");
    for (const run of [gone, damaged]) {
      expect([run.exitCode, stage(run) === TAKEN], run.stderr).toEqual([0, false]);
      expect(warnings(run.stderr)).toHaveLength(1);
    }
  });
});
