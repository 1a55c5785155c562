import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { PROJECT } from "../local/paths.ts";
import { readSource } from "../local/source/source.ts";
import type { Files } from "./kinds/kind.ts";
import type { Templates } from "./repository.ts";

/** The services and libraries of this repository, as they are on disk. */
export async function readTemplates(): Promise<Templates> {
  const { snapshot } = await readSource(PROJECT);
  const paths = snapshot.paths.filter((path) => /^(services|libs)\//.test(path));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(PROJECT, path), "utf8")]));
}

/** Writes files below a directory. */
export function writeFiles(directory: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

/** Writes a repository and commits it: equal files give the same commit, whose name is answered. */
export async function checkout(directory: string, files: Files): Promise<string> {
  writeFiles(directory, files);
  const date = "2030-01-01T00:00:00Z";
  const identity = { NAME: "bench", EMAIL: "bench@example.com", DATE: date };
  const own = Object.entries(identity).flatMap(([key, value]) =>
    ["AUTHOR", "COMMITTER"].map((who) => [`GIT_${who}_${key}`, value]),
  );
  const env = { ...process.env, ...Object.fromEntries(own), GIT_CONFIG_GLOBAL: "/dev/null" };
  const git = $({ cwd: directory, env, quiet: true });
  await git`git init --quiet --initial-branch main`;
  await git`git add --all`;
  await git`git commit --quiet --message Services`;
  return (await git`git rev-parse HEAD`).stdout.trim();
}
