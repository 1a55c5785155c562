import { chmodSync, cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import type { LayerSize } from "../../src/report/result.ts";
import { inService, repository } from "./command.ts";

const ID = 1500;

/** The command line as a file, where any user may read it: a checkout's directory may be root's alone. */
async function commandLine(directory: string): Promise<string> {
  for (const file of ["dagger.json", "package.json", "bases.yaml"])
    cpSync(join(PROJECT, file), join(directory, file));
  const bundle = join(directory, "multistage.mjs");
  await $({ quiet: true })`node ${join(PROJECT, "ci/bundle.mjs")} ${bundle}`;
  return bundle;
}

/**
 * Words that run a command as a user of this machine who has a range of users of his own: for this command alone, `/etc`
 * says so, and everybody may make networks.
 */
async function asUser(directory: string, home: string): Promise<string[]> {
  const file = (name: string, text: string) => writeFileSync(join(directory, name), text);
  file("passwd", `root:x:0:0::/root:/bin/sh\nbuilder:x:${ID}:${ID}::${home}:/bin/sh\n`);
  file("group", `root:x:0:\nbuilder:x:${ID}:\n`);
  for (const name of ["subuid", "subgid"]) file(name, "builder:200000:65536\n");
  const tun = join(directory, "tun");
  await $({ quiet: true })`mknod -m 666 ${tun} c 10 200`;
  const mounts = ["passwd", "group", "subuid", "subgid"].map(
    (name) => `mount --bind ${join(directory, name)} /etc/${name}`,
  );
  const lines = ["mount --make-rprivate /", ...mounts, `mount --bind ${tun} /dev/net/tun`, 'exec "$@"'];
  const env = [`HOME=${home}`, `XDG_RUNTIME_DIR=${home}`, `TMPDIR=${home}`, `PATH=${process.env.PATH}`];
  const user = ["setpriv", `--reuid=${ID}`, `--regid=${ID}`, "--clear-groups", "env", "-i", ...env];
  return ["unshare", "--mount", "sh", "-e", "-c", lines.join("\n"), "sh", ...user];
}

it("without root, steps have a network of their own, too, and images have the same layers", async () => {
  const directory = mkdtempSync("/var/tmp/multistage-rootless-");
  chmodSync(directory, 0o755);
  const home = join(directory, "home");
  mkdirSync(home);
  const source = repository(inService("files", { Dockerfile: "FROM scratch\nCOPY a /a\n", a: "a" }));
  await $({ quiet: true })`chmod -R a+rX ${source} && chown -R ${ID}:${ID} ${home}`;
  const words = ["node", await commandLine(directory), "call", "build", "--json", "--engine", "buildah"];
  const build = async (within: string[]) => {
    const { exitCode, stdout, stderr } = await $({
      quiet: true,
      nothrow: true,
      cwd: source,
    })`${within} ${words}`;
    expect(exitCode, stderr).toBe(0);
    return { stderr, layers: JSON.parse(stdout).services[0].layers.map(({ digest }: LayerSize) => digest) };
  };
  try {
    const rootless = await build(await asUser(directory, home));
    expect(rootless.stderr).toMatch(/steps run by .* without root, on a network of their own/);
    expect(rootless.layers).toHaveLength(1);
    expect(rootless.layers).toEqual((await build([])).layers);
  } finally {
    await $({ quiet: true })`rm -rf --one-file-system ${directory} ${source}`;
  }
});
