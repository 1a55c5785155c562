import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { $ } from "zx";
import { ensureDebianBase } from "../../ci/local/bases/bases.ts";
import { call, callJson, goService, inService, only, repository } from "./command.ts";
import { localRegistry } from "./registry.ts";

const quietly = $({ quiet: true });

let registry: Awaited<ReturnType<typeof localRegistry>>;
let source: string;
let digest: string;

/** A registry that has one base, and a repository whose own bases.yaml names it there. */
beforeAll(async () => {
  registry = await localRegistry();
  const base = await ensureDebianBase("golang", "1.26", () => {});
  const address = `${registry.host}/golang:1.26`;
  await quietly`skopeo copy --quiet --dest-tls-verify=false containers-storage:${base.reference} docker://${address}`;
  digest = (
    await quietly`skopeo inspect --tls-verify=false --format {{.Digest}} docker://${address}`
  ).stdout.trim();
  source = repository({
    ...inService("hello", goService()),
    "bases.yaml": `golang: { image: "${registry.host}/golang:{version}", version: "1.26" }\n`,
  });
});
afterAll(() => registry.stop());

const build = (...flags: string[]) => [
  "build",
  "--source",
  source,
  "--engine",
  "buildah",
  "--bases",
  "registry",
  ...flags,
];

it("--frozen refuses a base that bases.lock doesn't have, before any step", async () => {
  const ended = await call(build("--frozen"));
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toContain(`--frozen: not in bases.lock: ${registry.host}/golang:1.26`);
});

it("pin writes the digests that the registry answers, and builds then start from them", async () => {
  const lock = join(source, "bases.lock");
  const pinned = await call(["pin", "--source", source, "export", "--path", lock]);
  expect(pinned.exitCode).toBe(0);
  expect(readFileSync(lock, "utf8")).toContain(`"${registry.host}/golang:1.26": ${digest}\n`);
  const { status, stages } = only(await callJson(build("--frozen")));
  expect(status).toMatch(/built|cached/);
  expect(stages?.[0]?.base).toBe(`${registry.host}/golang:1.26@${digest}`);
});

it("a registry that doesn't have the image is a mistake in bases.yaml, with its place", async () => {
  writeFileSync(join(source, "bases.yaml"), `golang: { image: "${registry.host}/nothing:{version}" }\n`);
  const ended = await call(["pin", "--source", source]);
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toContain(`bases.yaml:1:18: no image ${registry.host}/nothing:1.26`);
});
