import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own directory: where `daggerw` and `bases.yaml` are. */
export const PROJECT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Where what can be made again is kept: `$XDG_CACHE_HOME/multistage`, `~/.cache/multistage` by default. */
export function cacheDir(...parts: string[]): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "multistage", ...parts);
}
