import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { $ } from "zx";
import { chooseDagger } from "../../ci/local/builders/choose.ts";
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

/** How a command is run: in the project by default. */
interface Where {
  cwd?: string;
  env?: Record<string, string>;
}

/** `dagger call` of the module. */
export async function call(words: string[], where: Where = {}): Promise<Ended> {
  return timed(["dagger", "--progress=plain", "call", "--mod", PROJECT, ...words], where);
}

/** The same function without Dagger. */
export async function callLocal([name = "", ...words]: string[]): Promise<Ended> {
  return timed([join(PROJECT, "daggerw"), "call", name, "--engine", "buildah", ...words]);
}

export async function timed(command: string[], { cwd = PROJECT, env = {} }: Where = {}): Promise<Ended> {
  const begun = Date.now();
  const run = quietly({ cwd, env: { ...process.env, NO_COLOR: "1", ...env } })`${command}`;
  const { stdout, stderr, exitCode } = await run;
  // Dagger colours whatever is asked.
  return { stdout, stderr: stripVTControlCharacters(stderr), exitCode, milliseconds: Date.now() - begun };
}

/**
 * The bases of test repositories: the project's own, or those of `MULTISTAGE_TEST_BASES`, a `bases.yaml`
 * for where the public registries can't be reached.
 */
export function testBases(): string {
  return readFileSync(process.env.MULTISTAGE_TEST_BASES ?? join(PROJECT, "bases.yaml"), "utf8");
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

/** Lays the module itself into a directory: what `include` of dagger.json names, but the bases. */
export function copyModule(directory: string): void {
  for (const part of ["src", "dagger.json", "package.json", "tsconfig.json"])
    cpSync(join(PROJECT, part), join(directory, part), { recursive: true });
}

/** Puts a directory into git, all of it committed. */
export async function committed(directory: string): Promise<string> {
  const git = quietly({ cwd: directory, nothrow: false });
  await git`git init --quiet --initial-branch main && git add --all`;
  await git`git -c user.name=a -c user.email=a@b.example commit --quiet --message first`;
  return directory;
}

/** The project's own services, with what they read, as a repository of their own, on the bases of tests. */
export async function repositoryOfServices(): Promise<string> {
  const directory = directoryOf({ "bases.yaml": testBases() });
  const listed = quietly({
    cwd: PROJECT,
  })`git ls-files -z --cached --others --exclude-standard services libs docs`;
  await listed.pipe(quietly({ cwd: PROJECT })`xargs -0 cp --parents --target-directory ${directory}`);
  return directory;
}
