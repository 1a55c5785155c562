import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { $ } from "zx";
import { call, callJson, inService, only, repository } from "./command.ts";

const quietly = $({ quiet: true });
const root = mkdtempSync(join(tmpdir(), "multistage-disks-"));
const small = join(root, "small");
/** More than the small disk holds, and nothing that compresses. */
const file = Array.from({ length: 300_000 }, () => Math.random()).join("");
const source = repository(inService("files", { Dockerfile: "FROM scratch\nCOPY a /a\n", a: file }));
let digest: string | undefined;

const words = ["build", "--source", source, "--engine", "buildah"];
const build = (env: Record<string, string>) => callJson(words, env);

beforeAll(async () => {
  mkdirSync(small);
  const storage = '[storage]\ndriver = "vfs"\n';
  const places = `graphroot = "${small}/store"\nrunroot = "${root}/run"\n`;
  writeFileSync(join(root, "storage.conf"), storage + places);
  digest = only(await build({ XDG_CACHE_HOME: join(root, "plain") })).digest;
});
afterAll(() => quietly`rm -rf --one-file-system ${root}`);

it.each<[string, string, Record<string, string>, number, RegExp]>([
  ["full", "cache", { XDG_CACHE_HOME: small }, 75, /disk is full|free some space/],
  ["full", "TMPDIR", { TMPDIR: small }, 75, /disk is full|free some space/],
  ["full", "store", { CONTAINERS_STORAGE_CONF: join(root, "storage.conf") }, 75, /free some space/],
  ["read-only", "cache", { XDG_CACHE_HOME: small }, 2, /can't write .*EROFS/],
  ["read-only", "TMPDIR", { TMPDIR: small }, 2, /read-only file system/],
])("a %s disk as %s is told, and a rerun gives the same image", async (kind, where, env, exitCode, said) => {
  const own = { XDG_CACHE_HOME: join(root, `${kind}-${where}`) };
  await quietly`mount -t tmpfs -o ${kind === "full" ? "size=1m" : "size=1m,ro"} tmpfs ${small}`;
  const failed = await call(words, { ...own, ...env }).finally(() => quietly`umount -l ${small}`);
  expect([failed.exitCode, failed.stderr]).toEqual([exitCode, expect.stringMatching(said)]);
  expect(failed.stderr).not.toContain("itself failed");
  expect(only(await build(own)).digest).toBe(digest);
});

it("a clock that was ahead, or is behind, changes nothing", async () => {
  const own = { XDG_CACHE_HOME: join(root, "plain") };
  await quietly`find ${own.XDG_CACHE_HOME} ${source} -exec touch -d 2099-01-01 {} +`;
  expect(only(await build(own)).digest).toBe(digest);
  await quietly`rm -r ${join(own.XDG_CACHE_HOME, "multistage/records")}`;
  expect(only(await build(own)).digest).toBe(digest);
});
