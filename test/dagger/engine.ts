import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { chooseDagger } from "../../ci/local/engine.ts";
import { PROJECT } from "../../ci/local/paths.ts";

/** Why nothing of this folder can run here, or undefined. */
export const unavailable = (await chooseDagger(undefined))
  ? undefined
  : "no Dagger engine answers: dagger on PATH, and _EXPERIMENTAL_DAGGER_RUNNER_HOST or a container runtime";
if (unavailable) console.warn(`test/dagger: skipped: ${unavailable}`);

/** What a command printed, and how it ended. */
export interface Ended {
  stdout: string;
  stderr: string;
  exitCode: number | null;
  milliseconds: number;
}

const quietly = $({ quiet: true, nothrow: true, maxBuffer: 2 ** 30 });

/** `dagger call` of the module, in a directory. */
export async function call(
  words: string[],
  { cwd = PROJECT, options = ["--progress=plain"] } = {},
): Promise<Ended> {
  return timed(["dagger", ...options, "call", "--mod", PROJECT, ...words], cwd);
}

/** The same function without Dagger. */
export async function callLocal(words: string[]): Promise<Ended> {
  return timed([join(PROJECT, "daggerw"), "call", ...words, "--engine", "buildah"], PROJECT);
}

async function timed(command: string[], cwd: string): Promise<Ended> {
  const begun = Date.now();
  const { stdout, stderr, exitCode } = await quietly({ cwd })`${command}`;
  return { stdout, stderr, exitCode, milliseconds: Date.now() - begun };
}

/** A fresh directory with these files. */
export function directoryOf(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), "multistage-dagger-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/**
 * The project's own services as a repository of their own. `MULTISTAGE_TEST_BASES` may name a `bases.yaml`
 * for it, where the public registries can't be reached.
 */
export async function repositoryOfServices(): Promise<string> {
  const directory = directoryOf({});
  const bases = process.env.MULTISTAGE_TEST_BASES ?? join(PROJECT, "bases.yaml");
  await quietly({
    cwd: PROJECT,
  })`git ls-files -z --cached --others --exclude-standard services libs | xargs -0 cp --parents --target-directory ${directory}`;
  await quietly`cp ${bases} ${join(directory, "bases.yaml")}`;
  return directory;
}
