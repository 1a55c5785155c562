import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { cacheDir, PROJECT } from "../../ci/local/paths.ts";
import { goService, inService, LOCAL, repository } from "./command.ts";
import { localRegistry } from "./registry.ts";

let registry: Awaited<ReturnType<typeof localRegistry>>;
let origin: string;
let digests: Record<string, string>;

beforeAll(async () => {
  registry = await localRegistry();
  const unique = JSON.stringify(`made ${Date.now()}`);
  const site = { "index.html": `<title>${unique}</title>`, "css/style.css": "p { color: red }\n" };
  origin = repository({ ...inService("api", goService(`println(${unique})`)), ...inService("site", site) });
  await $({
    quiet: true,
    cwd: origin,
  })`git init -q && git add . && git -c user.name=a -c user.email=a@b.example commit -qm one`;
  digests = await published({});
}, 600_000);
afterAll(() => registry.stop());

interface Circumstances {
  /** Words before the command. */
  before?: string[];
  env?: Record<string, string>;
  umask?: string;
  flags?: string[];
}

let count = 0;

/** Clones, builds every step anew and publishes to a place of its own; answers the digests. */
async function published({ before = [], env = {}, umask = "022", flags = [] }: Circumstances) {
  const at = mkdtempSync(join(tmpdir(), `multistage-${"x".repeat(count++)}-`));
  const clone = join(at, "clone");
  const main = [
    "--import",
    join(PROJECT, "node_modules/tsx/dist/loader.mjs"),
    join(PROJECT, "ci/local/main.ts"),
  ];
  const words = [
    "call",
    "publish-all",
    "--source",
    clone,
    "--registry",
    `${registry.host}/p${count}`,
    "--json",
    ...LOCAL,
    ...flags,
  ];
  const run = $({
    quiet: true,
    nothrow: true,
    cwd: at,
    env: { ...process.env, ...fresh(at), CI: "true", ...env },
  });
  const script = `umask ${umask} && git clone -q --no-local ${origin} ${clone} && exec "$@"`;
  const { exitCode, stdout, stderr } =
    await run`sh -c ${script} sh ${before} ${process.execPath} ${main} ${words}`;
  expect(exitCode, stderr).toBe(0);
  const { services } = JSON.parse(stdout) as { services: { name: string; digest: string }[] };
  return Object.fromEntries(services.map(({ name, digest }) => [name, digest]));
}

/** No record of earlier builds, and a buildah that takes nothing from its cache; bases are kept. */
function fresh(at: string): Record<string, string> {
  const cache = join(at, "cache", "multistage");
  mkdirSync(cache, { recursive: true });
  for (const kept of ["bases", "bases-from", "buildah-flags.json"])
    symlinkSync(cacheDir(kept), join(cache, kept));
  mkdirSync(join(at, "bin"));
  const shim =
    '#!/bin/sh\n[ "$1" = build ] && { shift; exec /usr/bin/buildah build --no-cache "$@"; }\nexec /usr/bin/buildah "$@"\n';
  writeFileSync(join(at, "bin", "buildah"), shim);
  chmodSync(join(at, "bin", "buildah"), 0o755);
  return { XDG_CACHE_HOME: join(at, "cache"), PATH: `${join(at, "bin")}:${process.env.PATH}` };
}

const CIRCUMSTANCES: Record<string, Circumstances> = {
  "another clone path, at another time": {},
  "another time zone": { env: { TZ: "Pacific/Chatham" } },
  "another locale": { env: { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" } },
  "another host name": { before: ["unshare", "--uts", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh"] },
  "a strict umask": { umask: "077" },
  "a loose umask": { umask: "000" },
  "one core": { before: ["taskset", "--cpu-list", "0"] },
  "one after the other, another first": { flags: ["--concurrency", "1", "--only", "site,api"] },
  "compilers' caches cold": { env: { TMPDIR: mkdtempSync(join(tmpdir(), "multistage-cold-")) } },
};

/** All of them in two builds; `THOROUGH=1` builds once for each, and so tells which one it is. */
const TOGETHER: Record<string, Circumstances> = {
  "another time zone, locale, host name and a strict umask": {
    env: { TZ: "Pacific/Chatham", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
    before: CIRCUMSTANCES["another host name"]?.before,
    umask: "077",
  },
  "one core, another order, cold caches and a loose umask": {
    ...CIRCUMSTANCES["one after the other, another first"],
    ...CIRCUMSTANCES["compilers' caches cold"],
    before: CIRCUMSTANCES["one core"]?.before,
    umask: "000",
  },
};

describe("the same commit has the same digests with", () => {
  for (const [name, circumstances] of Object.entries(process.env.THOROUGH ? CIRCUMSTANCES : TOGETHER)) {
    it(`${name}: all services`, { timeout: 600_000 }, async () => {
      const got = await published(circumstances);
      expect(got).toEqual(digests);
    });
  }
});
