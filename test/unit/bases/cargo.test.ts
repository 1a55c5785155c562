import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { $ } from "zx";
import { CARGO_SCRIPT } from "../../../src/bases/cargo.ts";

let directory: string;
const quietly = () =>
  $({
    quiet: true,
    nothrow: true,
    cwd: join(directory, "project"),
    env: { ...process.env, CARGO_HOME: join(directory, "home"), GIT_CONFIG_GLOBAL: "/dev/null" },
  });

/** A Cargo that fetches a repository and fails until its checkout is ready, as Debian's does. */
const BROKEN = (name: string) => `#!/bin/sh
home=${name}/home
case $1 in locate-project) echo ${name}/project/Cargo.toml; exit ;; build) echo "built $*"; exit ;; esac
[ -d $home/git/db/dep-1 ] || git clone --quiet --bare ${name}/dep $home/git/db/dep-1
[ -e $home/git/checkouts/dep-1/*/.cargo-ok ] || { echo "invalid version 0 on git_proxy_options" >&2; exit 101; }
echo fetched
`;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "cargo-"));
  for (const name of ["dep", "project", "home/git/db"]) mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, "dep/lib.rs"), "pub fn x() {}");
  const git = $({ quiet: true, cwd: join(directory, "dep") });
  await git`git init -q && git add . && git -c user.name=a -c user.email=a@b.example commit -qm one`;
  const revision = (await git`git rev-parse HEAD`).stdout.trim();
  writeFileSync(
    join(directory, "project/Cargo.lock"),
    `source = "git+file://${directory}/dep#${revision}"\n`,
  );
  const script = CARGO_SCRIPT.replaceAll("/usr/bin/cargo", join(directory, "broken"));
  writeFileSync(join(directory, "broken"), BROKEN(directory));
  writeFileSync(join(directory, "cargo"), script);
  for (const file of ["broken", "cargo"]) chmodSync(join(directory, file), 0o755);
});

afterEach(() => rmSync(directory, { recursive: true }));

describe("Debian's Cargo", () => {
  it("takes what git checked out in its stead", async () => {
    const { stdout, exitCode } = await quietly()`../cargo fetch --locked`;
    expect([stdout, exitCode]).toEqual(["fetched\n", 0]);
    const [file = ""] = (await quietly()`ls ../home/git/checkouts/dep-1/*/lib.rs`).stdout.trim().split("\n");
    expect(readFileSync(join(directory, "project", file), "utf8")).toBe("pub fn x() {}");
  });

  it("asks without a lockfile for the default branch", async () => {
    rmSync(join(directory, "project/Cargo.lock"));
    const broken = BROKEN(directory).replace(
      "[ -e $home",
      "git -C $home/git/db/dep-1 update-ref refs/remotes/origin/HEAD HEAD; [ -e $home",
    );
    writeFileSync(join(directory, "broken"), broken);
    expect((await quietly()`../cargo generate-lockfile`).stdout).toBe("fetched\n");
  });

  it("ends where nothing more can be made ready", async () => {
    writeFileSync(join(directory, "project/Cargo.lock"), "");
    expect((await quietly()`../cargo fetch --locked`).exitCode).toBe(1);
  });

  it("is called as it is for all else", async () => {
    expect((await quietly()`../cargo build --offline`).stdout).toBe("built build --offline\n");
  });
});
