import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { $, which } from "zx";
import { badInput, EXIT, Failure } from "../../../src/failure.ts";
import { installHint } from "./system.ts";

/** Whether a command is on PATH. */
export async function has(command: string): Promise<boolean> {
  return (await which(command, { nothrow: true })) !== null;
}

/**
 * Makes sure that commands are there, each in the package of its own name: installs them where the machine
 * is a Debian or Ubuntu and we are root, unless `MULTISTAGE_NO_INSTALL` is set.
 *
 * @throws a `Failure` (exit 2) that says in one line what to install.
 */
export async function ensureTools(commands: string[]): Promise<void> {
  const missing: string[] = [];
  for (const command of commands) if (!(await has(command))) missing.push(command);
  if (!missing.length) return;
  const mayInstall = process.getuid?.() === 0 && !process.env.MULTISTAGE_NO_INSTALL;
  if (!mayInstall || !existsSync("/etc/debian_version"))
    throw badInput(`missing: ${missing.join(", ")}`, installHint(missing));
  process.stderr.write(`installing ${missing.join(", ")} from the distribution\n`);
  const install = $({
    quiet: true,
    nothrow: true,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  const update = await withLock(() => install`apt-get update`);
  const result =
    update.exitCode === 0
      ? await withLock(() => install`apt-get install -y --no-install-recommends ${missing}`)
      : update;
  if (result.exitCode !== 0)
    throw new Failure(`can't install ${missing.join(", ")}`, {
      exitCode: EXIT.retry,
      lines: result.stderr.split("\n").slice(-10),
      next: installHint(missing),
    });
}

/** A fresh machine's own upgrades take minutes. */
const PATIENCE_MS = 5 * 60_000;
const PAUSE_MS = 2000;

/** Waits while another process holds apt's or dpkg's lock, with a word: apt itself waits for one of its locks alone. */
async function withLock<T extends { exitCode: number | null; stderr: string }>(
  run: () => PromiseLike<T>,
): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (let isTold = false; ; isTold = true) {
    const result = await run();
    const holder = lockHolder(result.stderr);
    if (result.exitCode === 0 || !holder || Date.now() > until) return result;
    if (!isTold) process.stderr.write(`waiting for ${holder}, which holds apt's lock: 5 minutes at most\n`);
    await sleep(PAUSE_MS);
  }
}

/** Who holds a lock that apt asks for, by its own words; undefined where that isn't why it failed. */
export function lockHolder(errors: string): string | undefined {
  if (!/Could not get lock|Unable to (acquire|lock)/.test(errors)) return undefined;
  return /held by (process \d+(?: \([^)]*\))?)/.exec(errors)?.[1] ?? "another process";
}
