import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../../../../ci/local/paths.ts";

/** A cache of its own with one image, and a `tar` that writes half an archive and then does as it is told. */
function machine(then: string) {
  const root = mkdtempSync(join(tmpdir(), "multistage-layout-"));
  const at = (...parts: string[]) => join(root, ...parts);
  mkdirSync(at("bin"));
  mkdirSync(at("out"));
  const tar = `#!/bin/sh\nwhile [ "$1" != -cf ]; do shift; done\necho half > "$2"\n${then}\n`;
  writeFileSync(at("bin/tar"), tar, { mode: 0o755 });
  const env = { ...process.env, XDG_CACHE_HOME: at("cache"), PATH: `${at("bin")}:${process.env.PATH}` };
  return { at, env };
}

/** Runs code in a process of its own, with one stored image's digest as `digest`. */
function run({ env }: ReturnType<typeof machine>, code: string) {
  const all = `const local = (name) => import(${JSON.stringify(join(PROJECT, "ci/local"))} + "/" + name);
    const { putJson } = await local("images/store.ts");
    const { digest } = await putJson({ config: await putJson({}, "config"), layers: [] }, "manifest");
    const told = ({ exitCode, lines, next }) => console.log(JSON.stringify({ exitCode, lines, next }));
    const layout = await local("images/layout.ts");
    ${code}`;
  const words = ["--import", "tsx", "--input-type=module", "--eval", all];
  const { stdout, stderr, signal } = spawnSync("node", words, { cwd: PROJECT, env, encoding: "utf8" });
  return { stdout, stderr, signal };
}

const exported = (path: string) => `await layout.exportArchive(digest, "x", ${JSON.stringify(path)})`;

describe("an archive", () => {
  it("is there as a whole or not at all, and one before it stays, where writing it fails", () => {
    const one = machine("exit 1");
    writeFileSync(one.at("out/x.tar"), "before");
    const { stdout } = run(one, `${exported(one.at("out/x.tar"))}.catch(told)`);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 2 });
    expect(readFileSync(one.at("out/x.tar"), "utf8")).toBe("before");
    expect(readdirSync(one.at("out"))).toEqual(["x.tar"]);
  });

  it("isn't there under its name where the process is killed, whose layout a sweep then finds", () => {
    const one = machine('kill -9 "$PPID"; sleep 1');
    expect(run(one, exported(one.at("out/x.tar"))).signal).toBe("SIGKILL");
    expect(readdirSync(one.at("out"))).not.toContain("x.tar");
    expect(readdirSync(one.at("cache/multistage/oci"))).toEqual(["blobs"]);
    const found = run(
      one,
      `const { leftScratch } = await local("process/scratch.ts"); const { isDead } = await local("process/run-marker.ts");
       console.log((await leftScratch(isDead)).length)`,
    );
    expect(found.stdout).toBe("1\n");
  });
});
