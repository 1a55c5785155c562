import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { cacheDir, PROJECT } from "../../ci/local/paths.ts";
import { repository } from "./command.ts";
import { NpmRegistry } from "./npm-registry.ts";

const PACKED = [
  "ci",
  "src",
  "package.json",
  "dagger.json",
  "tsconfig.json",
  "bases.yaml",
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
];
const NEXT = "0.1.1";
const temporary = (name: string) => mkdtempSync(join(tmpdir(), `multistage-${name}-`));
const quietly = $({ quiet: true, nothrow: true });

const checkout = temporary("checkout");
const registry = new NpmRegistry("multistage");
const archives: Record<string, string> = {};
let version = "";

/** Packs the checkout's copy, as a release does. */
function pack(): string {
  execFileSync("npm", ["pack", "--silent"], { cwd: checkout, stdio: ["ignore", "ignore", "inherit"] });
  const manifest = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));
  const file = join(checkout, `multistage-${manifest.version}.tgz`);
  registry.publish("multistage", manifest.version, file);
  archives[manifest.version] = file;
  return manifest.version;
}

beforeAll(async () => {
  for (const path of PACKED) cpSync(join(PROJECT, path), join(checkout, path), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(checkout, "node_modules"));
  await registry.start();
  version = pack();
  const manifest = readFileSync(join(checkout, "package.json"), "utf8");
  writeFileSync(
    join(checkout, "package.json"),
    manifest.replace(`"version": "${version}"`, `"version": "${NEXT}"`),
  );
  const changelog = readFileSync(join(checkout, "CHANGELOG.md"), "utf8");
  writeFileSync(
    join(checkout, "CHANGELOG.md"),
    changelog.replace("# multistage\n", `# multistage\n\n## ${NEXT}\n\n- Mended a thing.\n`),
  );
  pack();
}, 120_000);

afterAll(() => registry.stop());

/** A repository that has never heard of us: two services, one of them with a Dockerfile. */
function fresh(): string {
  const root = repository({
    "shop/package.json": JSON.stringify({ name: "shop", scripts: { start: "node server.js" } }),
    "shop/server.js":
      "require('http').createServer((_, r) => r.end('ok')).listen(process.env.PORT || 3000)\n",
    "shop/Dockerfile":
      "FROM node:20-alpine\nENV LOG=info\nCOPY . .\nUSER node\nEXPOSE 9000\nHEALTHCHECK CMD wget http://localhost:9000/up\nCMD node server.js\n",
    "mail/requirements.txt": "flask==3.0.0\ngunicorn==22.0.0\n",
    "mail/app.py": "from flask import Flask\napp = Flask(__name__)\n",
    ".github/workflows/test.yml": "on: push\njobs: {}\n",
    ".gitignore": "node_modules",
  });
  execFileSync("git", ["init", "--quiet", root]);
  return root;
}

const INSTALLED: [string, (directory: string) => Promise<unknown>][] = [
  ["npm", (cwd) => $({ quiet: true, cwd })`npm install --no-audit --no-fund ${archives[version]}`],
  ["pnpm", async (cwd) => $({ quiet: true, cwd })`${await manager("pnpm")} add ${archives[version]}`],
  [
    "yarn",
    async (cwd) => $({ quiet: true, cwd })`${await manager("yarn")} add --silent ${archives[version]}`,
  ],
];

/** Installed once for all runs. */
async function manager(name: string): Promise<string> {
  const prefix = cacheDir("test-tools", "package-managers");
  const path = join(prefix, "node_modules/.bin", name);
  if (!existsSync(path))
    await $({ quiet: true })`npm install --prefix ${prefix} --no-audit --no-fund pnpm@9.15.9 yarn@1.22.22`;
  return path;
}

describe.each(INSTALLED)("installed by %s", (_, install) => {
  const home = temporary("installed");
  const command = join(home, "node_modules/.bin/multistage");
  const run = (words: string[], cwd = home) => quietly({ cwd })`${command} ${words}`;

  beforeAll(async () => {
    writeFileSync(join(home, "package.json"), "{}");
    await install(home);
  }, 120_000);

  it("is small, and brings nothing along", async () => {
    const manifest = JSON.parse(readFileSync(join(home, "node_modules/multistage/package.json"), "utf8"));
    expect(manifest.dependencies).toBeUndefined();
    const { stdout } = await quietly`du -skL ${join(home, "node_modules/multistage")}`;
    expect(Number.parseInt(stdout, 10)).toBeLessThan(6000);
  });

  it("is one file, small enough to start at once", async () => {
    expect((await run(["--version"])).stdout).toBe(`${version}\n`);
    const [file, ...others] = readdirSync(join(home, "node_modules/multistage/dist"), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => join(home, "node_modules/multistage/dist", name));
    expect(others).toEqual([]);
    expect(statSync(file ?? "").size).toBeLessThan(3_000_000);
  });

  it("serves the repository that it is called in, from any directory", async () => {
    const root = fresh();
    const { stdout } = await run(["services"], join(root, "shop"));
    expect(stdout).toMatch(/^mail +python .*\n?^shop +node /m);
    expect((await run(["plan", "--only", "shop"], root)).stdout).toContain("shop (node");
    expect((await run(["dockerfile"], join(root, "mail"))).stdout).toContain("# mail: python");
  });
});

describe("in a repository that has never heard of it", () => {
  const home = temporary("installed");
  const cache = temporary("cache");
  const env = { ...process.env, XDG_CACHE_HOME: cache, npm_config_cache: join(cache, "npm") };
  const root = fresh();
  const git = (...words: string[]) => execFileSync("git", words, { cwd: root, encoding: "utf8" });
  const run = (words: string[], more = {}) =>
    quietly({ cwd: root, env: { ...env, npm_config_registry: registry.address, ...more } })`${words}`;
  const command = join(home, "node_modules/.bin/multistage");

  beforeAll(async () => {
    writeFileSync(join(home, "package.json"), "{}");
    await $({ quiet: true, cwd: home })`npm install --no-audit --no-fund ${archives[version]}`;
  }, 60_000);

  it("init asks before it writes, and writes nothing where nobody is there to ask", async () => {
    const ended = await run([command, "init"]);
    expect(ended).toMatchObject({ exitCode: 2 });
    expect(ended.stdout).toContain("new file multistage.yaml\n+ ");
    expect(ended.stdout).toMatch(/^shop +node .* localhost\/shop/m);
    expect(ended.stdout).toMatch(/^look at\n {2}shop\/Dockerfile:1: is read/m);
    expect(ended.stderr).toContain("--yes writes it");
    expect(existsSync(join(root, "multistage.yaml"))).toBe(false);
  });

  it("init writes what makes it work, and ends with what there is and how it is called", async () => {
    const { exitCode, stdout, stderr } = await run([command, "init", "--yes", "--from-dockerfiles"]);
    expect(exitCode, stderr).toBe(0);
    const written = git("status", "--short", "--untracked-files=all")
      .split("\n")
      .map((line) => line.slice(3));
    expect(written).toEqual(
      expect.arrayContaining([".github/workflows/multistage.yml", "daggerw", "multistage.yaml"]),
    );
    expect(readFileSync(join(root, ".gitignore"), "utf8")).toBe("node_modules\n/.multistage/\n");
    expect(stdout).toMatch(/^shop +node .* localhost\/shop/m);
    expect(stdout).toContain("  only with these lines of its service.yaml:");
    expect(stdout).toMatch(/^ +expect: \[ \{ path: \/up \} \] +# shop\/Dockerfile:6$/m);
    expect(stdout).toMatch(/^ {2}\.\/daggerw build NAME +its image$/m);
  });

  it("init has nothing to do the second time", async () => {
    const { stdout } = await run([command, "init"]);
    expect(stdout).toMatch(/^nothing to write/);
  });

  it("the wrapper gets its version by npm once, and works without a registry then", async () => {
    const first = await run(["./daggerw", "--version"]);
    expect(first, first.stderr).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
    expect(first.stderr).toBe(`daggerw: getting multistage ${version}\n`);
    const nowhere = { npm_config_registry: "http://127.0.0.1:9/", npm_config_offline: "true" };
    const again = await run(["./daggerw", "call", "services"], nowhere);
    expect(again).toMatchObject({ exitCode: 0, stderr: "" });
    expect(again.stdout).toMatch(/^shop +node/m);
  });

  it("what a registry passes off as the pinned version is not run", async () => {
    registry.publish("multistage", version, archives[NEXT] as string);
    const other = temporary("other-cache");
    const cold = { XDG_CACHE_HOME: other, npm_config_cache: join(other, "npm") };
    const ended = await run(["./daggerw", "--version"], cold);
    registry.publish("multistage", version, archives[version] as string);
    expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
    expect(ended.stderr).toMatch(/is not the multistage \S+ that daggerw is pinned to, and was not run/);
    expect(readdirSync(join(other, "multistage/versions"))).toEqual([]);
  });

  it("upgrade moves the pin and tells what changed; the wrapper runs that version", async () => {
    const { stdout, stderr } = await run(["./daggerw", "upgrade"]);
    expect(stdout, stderr).toBe(
      `daggerw: multistage ${version} → ${NEXT}\n\n## ${NEXT}\n\n- Mended a thing.\n`,
    );
    expect((await run(["./daggerw", "--version"])).stdout).toBe(`${NEXT}\n`);
    expect((await run(["./daggerw", "upgrade"])).stdout).toBe(`daggerw: multistage ${NEXT} already\n`);
    expect((await run(["./daggerw", "upgrade", version])).stdout).toContain("an earlier version");
    expect((await run(["./daggerw", "upgrade", "9.9.9"])).stderr).toContain("has no multistage 9.9.9");
  });

  it("an archive beside the wrapper needs no registry; what was put in its place is not run", async () => {
    const nowhere = () => {
      const XDG_CACHE_HOME = temporary("own-cache");
      return {
        XDG_CACHE_HOME,
        npm_config_cache: join(XDG_CACHE_HOME, "npm"),
        npm_config_registry: "http://127.0.0.1:9/",
      };
    };
    const own = nowhere();
    const upgraded = await run([command, "upgrade", archives[NEXT] as string], own);
    expect(upgraded.stdout, upgraded.stderr).toContain(`multistage ${version} → ${NEXT}`);
    expect(upgraded.stdout).toContain("Mended a thing.");
    const ran = await run(["./daggerw", "--version"], own);
    expect(ran).toMatchObject({ exitCode: 0, stdout: `${NEXT}\n`, stderr: "" });
    cpSync(archives[version] as string, join(root, `multistage-${NEXT}.tgz`));
    expect(await run(["./daggerw", "--version"], nowhere())).toMatchObject({ exitCode: 3, stdout: "" });
    const back = await run([command, "upgrade", archives[version] as string], own);
    expect(back.stdout, back.stderr).toContain("an earlier version");
    expect(readdirSync(root).filter((name) => name.endsWith(".tgz"))).toEqual([`multistage-${version}.tgz`]);
    expect((await run([command, "upgrade", "package.tgz"], own)).exitCode).toBe(2);
  });
});
