import type { Snapshot } from "../files/snapshot.ts";
import { compare } from "../yaml/fault.ts";
import { FILE_NAME } from "./parse.ts";

const HOME = "services/";

/**
 * The directories of all services: those of `services/` and every one with a `service.yaml`; where
 * there are neither, the root itself.
 */
export function serviceDirectories(snapshot: Snapshot): string[] {
  const paths = snapshot.paths.filter(counts);
  const described = new Set(paths.filter((path) => base(path) === FILE_NAME).map(parent));
  const found = new Set(described);
  for (const path of paths) {
    const name = path.startsWith(HOME) ? path.slice(HOME.length).split("/") : [];
    const directory = `${HOME}${name[0]}`;
    // A directory that merely groups described ones has no files of its own.
    if (name.length > 1 && !found.has(directory) && !owned(path, directory, described)) found.add(directory);
  }
  return found.size ? [...found].sort(compare) : ["."];
}

/** True where the file belongs to a described directory below `directory`. */
function owned(path: string, directory: string, described: Set<string>): boolean {
  for (let at = parent(path); at.length > directory.length; at = parent(at))
    if (described.has(at)) return true;
  return false;
}

/** Hidden directories and installed packages hold no services, and `.gitkeep` keeps an empty directory. */
function counts(path: string): boolean {
  return !/(^|\/)(\.[^/]+|node_modules)\/|(^|\/)\.(git)?keep$/.test(path);
}

function parent(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
}

function base(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
