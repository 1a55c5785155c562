import { existsSync } from "node:fs";
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
  const update = await install`apt-get update`;
  const result =
    update.exitCode === 0 ? await install`apt-get install -y --no-install-recommends ${missing}` : update;
  if (result.exitCode !== 0)
    throw new Failure(`can't install ${missing.join(", ")}`, {
      exitCode: EXIT.retry,
      lines: result.stderr.split("\n").slice(-10),
      next: installHint(missing),
    });
}
