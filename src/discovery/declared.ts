import type { Detector } from "../detection/detection.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { isBelow, isWithin } from "./locations.ts";
import type { ServicePatterns } from "./service-patterns.ts";

const HOME = "services";

/** What is known of directories before any of them is looked into. */
interface Known {
  /** Those with a descriptor. */
  described: string[];
  /** Those with a manifest of a language. */
  manifests: string[];
  wanted: ServicePatterns;
}

/** The directories that somebody says are services: whatever they hold, they are no longer searched. */
export function declaredDirectories(
  snapshot: Snapshot,
  detectors: readonly Detector[],
  { described, manifests, wanted }: Known,
): Set<string> {
  const home = () =>
    homeDirectories(snapshot, new Set(described)).filter(
      (each) => !isGroup(snapshot, detectors, each, manifests),
    );
  const directories = [...described, ...(wanted.directories ?? home())];
  return new Set(directories.filter((directory) => !wanted.isExcluded(directory)));
}

/** The directories of `services/`. One whose files all belong to described ones below it is none. */
function homeDirectories(snapshot: Snapshot, described: Set<string>): string[] {
  const found = new Set<string>();
  for (const path of snapshot.under(HOME).paths) {
    const [name, ...rest] = path.split("/");
    const directory = `${HOME}/${name}`;
    if (!rest.length || found.has(directory) || described.has(directory) || !counts(path)) continue;
    if (!isOwned(`${HOME}/${path}`, directory, described)) found.add(directory);
  }
  return [...found];
}

/** True where the file belongs to a described directory below `directory`. */
function isOwned(path: string, directory: string, described: Set<string>): boolean {
  for (let at = parent(path); isBelow(at, directory); at = parent(at)) if (described.has(at)) return true;
  return false;
}

/** True where a directory is nothing itself, and has directories with manifests. */
function isGroup(
  snapshot: Snapshot,
  detectors: readonly Detector[],
  directory: string,
  manifests: string[],
): boolean {
  const inside = manifests.filter((each) => isWithin(each, directory));
  if (!inside.length || inside.includes(directory)) return false;
  const tree = snapshot.under(directory);
  return !detectors.some(({ detect }) => detect(tree));
}

/** Hidden directories and installed packages hold no services, and `.gitkeep` keeps an empty directory. */
function counts(path: string): boolean {
  return !/(^|\/)(\.[^/]+|node_modules)\/|(^|\/)\.(git)?keep$/.test(path);
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
