import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { badInput, EXIT, Failure } from "../../../src/failure.ts";
import { PROJECT } from "../paths.ts";
import { capture } from "../process/capture.ts";
import { refuseOther, textIn } from "./archive.ts";
import { type Pin, VERSION } from "./script.ts";

const NAME = "multistage";
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * What npm's registry has under a version or a tag.
 *
 * @param root where npm is called: its `.npmrc` may name a mirror.
 * @throws a `Failure`: 2 where there is no such version, 75 where the registry can't be asked.
 */
export async function published(version: string, root: string): Promise<Pin> {
  if (!/^[\w.-]+$/.test(version)) throw badInput(`"${version}" is no version`, "such as 1.2.3, or latest");
  const words = ["view", `${NAME}@${version}`, "version", "dist.integrity", "--json"];
  const { exitCode, output, errors } = await capture("npm", words, { cwd: root, timeout: 60_000 });
  const said = errors.toString();
  if (exitCode !== 0 && /E404|ETARGET|No match/.test(said + output))
    throw badInput(`npm's registry has no ${NAME} ${version}`, `npm view ${NAME} versions`);
  if (exitCode !== 0) throw notAsked(said);
  const pin = pinOf(output.toString());
  if (!pin) throw badInput(`npm's registry has no ${NAME} ${version}`, `npm view ${NAME} versions`);
  return pin;
}

/** One version's answer; of several the last, which is the newest. What it says goes into a script: nothing else is taken. */
function pinOf(text: string): Pin | undefined {
  const answers = [text.trim() ? JSON.parse(text) : []].flat();
  const { version, "dist.integrity": integrity } = answers.at(-1) ?? {};
  return VERSION.test(version) && INTEGRITY.test(integrity) ? { version, integrity } : undefined;
}

function notAsked(said: string): Failure {
  const lines = said.trim().split("\n").slice(-5);
  return new Failure("npm's registry can't be asked", { exitCode: EXIT.retry, lines, next: "npm ping" });
}

/** What npm or pnpm wrote down as it installed the package that runs; undefined where it doesn't come from one. */
export function installed(version: string): Pin | undefined {
  const at = PROJECT.lastIndexOf("/node_modules/");
  if (at < 0) return undefined;
  try {
    const lock = JSON.parse(
      readFileSync(join(PROJECT.slice(0, at), "node_modules/.package-lock.json"), "utf8"),
    );
    const { integrity } = lock.packages[`node_modules/${NAME}`];
    return INTEGRITY.test(integrity) ? { version, integrity } : undefined;
  } catch {
    // Other package managers write it elsewhere: then the registry is asked.
    return undefined;
  }
}

/** The CHANGELOG.md of a version, out of the archive that npm gets. @throws a `Failure` where that isn't what is pinned. */
export async function changelogOf(pin: Pin, root: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "multistage-upgrade-"));
  try {
    const words = [
      "pack",
      "--silent",
      "--ignore-scripts",
      "--pack-destination",
      directory,
      `${NAME}@${pin.version}`,
    ];
    const { exitCode, output, errors } = await capture("npm", words, { cwd: root, timeout: 120_000 });
    if (exitCode !== 0) throw notAsked(errors.toString());
    const archive = join(directory, output.toString().trim().split("\n").at(-1) ?? "");
    await refuseOther(archive, pin);
    return textIn(archive, "CHANGELOG.md");
  } finally {
    await rm(directory, { recursive: true });
  }
}
