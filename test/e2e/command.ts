import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import type { RunResult, ServiceResult } from "../../src/report/result.ts";

/** How a command of the wrapper ended. */
export interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Calls `./daggerw call …` as a user would, without Dagger and with Debian bases.
 *
 * @param within a command that runs others, such as `unshare --net`.
 */
export async function call(
  words: string[],
  env: Record<string, string> = {},
  within: string[] = [],
): Promise<Ended> {
  const run = $({ quiet: true, nothrow: true, cwd: PROJECT, env: { ...process.env, CI: "true", ...env } });
  const { exitCode, stdout, stderr } = await run`${[...within, "./daggerw"]} call ${words}`;
  return { exitCode: exitCode ?? 1, stdout, stderr };
}

/** Flags that every test build takes. */
export const LOCAL = ["--engine", "buildah", "--bases", "debian"];

/** Calls with `--json`; answers the one object on stdout. */
export async function callJson(
  words: string[],
  env?: Record<string, string>,
  within?: string[],
): Promise<Ended & { data: RunResult }> {
  const ended = await call([...words, "--json"], env, within);
  try {
    return { ...ended, data: JSON.parse(ended.stdout) };
  } catch {
    throw new Error(`no JSON on stdout (exit ${ended.exitCode}): ${ended.stdout}\n${ended.stderr}`);
  }
}

/** The one service of a result. */
export function only({ data }: { data: RunResult }): ServiceResult {
  const [service] = data.services;
  if (!service) throw new Error("the result has no service");
  return service;
}

/** A throw-away repository with these files. */
export function repository(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "multistage-repository-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/**
 * A copy of one of the example services, in a repository of its own.
 *
 * @param inputs directories outside its own that it reads.
 */
export function copyOf(service: string, inputs: string[] = []): string {
  const root = mkdtempSync(join(tmpdir(), "multistage-repository-"));
  const filter = (path: string) => !/node_modules|target|dist$/.test(path);
  for (const path of [`services/${service}`, ...inputs])
    cpSync(join(PROJECT, path), join(root, path), { recursive: true, filter });
  return root;
}

/** The smallest service that there is: Go's standard library, no dependencies. */
export function goService(body = 'println("hello")', test = ""): Record<string, string> {
  return {
    "go.mod": "module example.com/hello\n\ngo 1.26\n",
    "main.go": `package main\n\nfunc main() {\n\t${body}\n}\n`,
    ...(test
      ? { "main_test.go": `package main\n\nimport "testing"\n\nfunc TestIt(t *testing.T) {\n\t${test}\n}\n` }
      : {}),
  };
}

/** Makes a repository's files its first commit, on `main`. */
export async function commitAll(source: string): Promise<void> {
  const git = $({ quiet: true, cwd: source });
  await git`git init -q -b main && git add . && git -c user.name=a -c user.email=a@b.example commit -q -m all`;
}

/** A service of Node's standard library alone. */
export function nodeService(server: string): Record<string, string> {
  return {
    "package.json": JSON.stringify({ name: "server", scripts: { start: "node server.js" } }),
    "package-lock.json": JSON.stringify({
      name: "server",
      lockfileVersion: 3,
      packages: { "": { name: "server" } },
    }),
    "server.js": server,
  };
}

/** The files of one service under its directory. */
export function inService(name: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`services/${name}/${path}`, text]));
}
