import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What a system installs packages with, and the words for it. */
interface Manager {
  command: string;
  install: string;
  /** Runs as root; brew refuses to. */
  asRoot: boolean;
  /** What it calls a package otherwise, or that it has none of that name. */
  names?: Record<string, string | undefined>;
}

/** In this order, since a machine may have several: a distribution's own comes first. */
const MANAGERS: Manager[] = [
  { command: "apt-get", install: "apt-get install --no-install-recommends", asRoot: true },
  { command: "dnf", install: "dnf install", asRoot: true, names: { runc: "crun" } },
  { command: "apk", install: "apk add", asRoot: true },
  { command: "zypper", install: "zypper install", asRoot: true },
  { command: "pacman", install: "pacman -S", asRoot: true },
  // Buildah and what Debian bases are made with know Linux alone.
  {
    command: "brew",
    install: "brew install",
    asRoot: false,
    names: { buildah: "docker colima", mmdebstrap: undefined },
  },
];

/** Which commands are on PATH; tests answer for it. */
export type OnPath = (command: string) => boolean;

export const onPath: OnPath = (command) =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .some((directory) => directory && existsSync(join(directory, command)));

/**
 * The command that installs packages on this system: `sudo apt-get install --no-install-recommends skopeo`.
 *
 * @returns undefined where no package manager is known, or it has none of them.
 */
export function installCommand(
  packages: string[],
  has: OnPath = onPath,
  isRoot = process.getuid?.() === 0,
): string | undefined {
  const manager = MANAGERS.find(({ command }) => has(command));
  if (!manager) return undefined;
  const { names = {}, install, asRoot } = manager;
  const found = packages.flatMap((name) => (name in names ? (names[name] ?? []) : name));
  if (!found.length) return undefined;
  const root = asRoot && !isRoot ? (has("sudo") ? "sudo " : has("doas") ? "doas " : "su -c ") : "";
  const line = `${install} ${found.join(" ")}`;
  return root === "su -c " ? `${root}'${line}'` : `${root}${line}`;
}

/** The same as a sentence, also where no command is known. */
export function installHint(packages: string[], has?: OnPath, isRoot?: boolean): string {
  const command = installCommand(packages, has, isRoot);
  return command ? `install it: ${command}` : `install ${packages.join(" and ")} from your system's packages`;
}
