import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a directory, and those above it that aren't there.
 *
 * Node's own way (`recursive`) never ends below `/proc`, where the kernel says that a name isn't there although what it
 * lies in is.
 *
 * @throws what `mkdir` says: also ENOENT, for a place where nobody can make one.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (isDirectory(path)) return;
    const above = dirname(path);
    const isAway = (error as NodeJS.ErrnoException).code === "ENOENT" && !existsSync(above);
    if (!isAway || above === path) throw error;
    makeDirectory(above);
    makeDirectory(path);
  }
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
