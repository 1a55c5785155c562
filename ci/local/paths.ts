import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The Dagger module's folder: it has `bases.yaml`. A checkout's root, or what lies beside the command line in a package. */
export const PROJECT = moduleNear(dirname(fileURLToPath(import.meta.url)));

/** Whether what runs is an npm package's, not a checkout's. */
export const isPackaged = PROJECT.endsWith("/dist/module");

/** What `--version` says. */
export const { version: VERSION } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
  version: string;
};

/** Where what can be made again is kept: `$XDG_CACHE_HOME/multistage`, `~/.cache/multistage` by default. */
export function cacheDir(...parts: string[]): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "multistage", ...parts);
}

function moduleNear(directory: string): string {
  const found = [join(directory, "module"), directory].find((each) => existsSync(join(each, "dagger.json")));
  if (found) return found;
  if (dirname(directory) === directory)
    throw new Error("multistage's own files are not where its command line is");
  return moduleNear(dirname(directory));
}
