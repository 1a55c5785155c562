import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { $ } from "zx";

const quietly = $({ quiet: true });

/** A stand-in for Go: what it "downloads" is another text each time, and a program is its source with that text. */
const GO = `#!/bin/sh
case "$1 $2" in
  "env -w") cat /proc/sys/kernel/random/uuid > /modules/stamp ;;
  "build "*)
    while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
    mkdir -p "\${out%/*}" && cat main.go /modules/stamp > "$out" ;;
esac
`;

/**
 * A base with a shell, a few commands of this machine and such a Go, in a registry: builds on it take a second.
 *
 * @returns its address with its digest.
 */
export async function toyBase(host: string): Promise<{ image: string; digest: string }> {
  const root = mkdtempSync(join(tmpdir(), "multistage-toy-"));
  const commands = ["dash", "cat", "mkdir", "rm", "sed", "tar"].map((name) => `/bin/${name}`);
  const told = await Promise.all(commands.map((command) => quietly`ldd ${command}`));
  const libraries = told.flatMap(({ stdout }) =>
    [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path = ""]) => path),
  );
  for (const path of [...commands, ...new Set(libraries)]) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    copyFileSync(path, join(root, path));
  }
  copyFileSync("/bin/dash", join(root, "bin/sh"));
  for (const name of ["tmp", "etc"]) mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, "bin/go"), GO);
  chmodSync(join(root, "bin/go"), 0o755);
  const dockerfile = join(root, "..", `${basename(root)}.Dockerfile`);
  writeFileSync(dockerfile, "FROM scratch\nCOPY . /\nENV PATH=/bin\n");
  const image = `${host}/toy/golang:1`;
  const digest = join(root, "..", `${basename(root)}.digest`);
  await quietly`buildah build --quiet --file ${dockerfile} --tag ${image} ${root}`;
  await quietly`buildah push --quiet --tls-verify=false --digestfile ${digest} ${image}`;
  await quietly`buildah rmi ${image}`;
  return { image, digest: readFileSync(digest, "utf8").trim() };
}
