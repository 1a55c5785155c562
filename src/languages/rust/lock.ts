import type { Snapshot } from "../../files/snapshot.ts";
import { TomlTables } from "../../manifests/toml.ts";

/** A package of a Cargo.lock. */
export interface LockedPackage {
  name: string;
  version: string;
  /** `registry+https://…`, `git+https://…`; none for what lies in the repository. */
  source?: string;
  /** Names of what it depends on, with versions where there are several. */
  dependencies: string[];
  line: number;
}

/** A Cargo.lock, and where it lies as the service sees it. */
export interface CargoLock {
  file: string;
  packages: LockedPackage[];
}

/** The lockfile of a directory; undefined where it has none. */
export function cargoLock(tree: Snapshot, file: string): CargoLock | undefined {
  if (!tree.has("Cargo.lock")) return undefined;
  return { file, packages: tree.parsed("Cargo.lock", read) ?? [] };
}

function read(text: string): LockedPackage[] {
  return new TomlTables(text).all("package").map(({ entries, line }) => {
    const values = (key: string) => entries.find((entry) => entry.key === key)?.values ?? [];
    return {
      name: values("name")[0] ?? "",
      version: values("version")[0] ?? "",
      source: values("source")[0],
      dependencies: values("dependencies"),
      line: line + 1,
    };
  });
}

/** The packages that some of the repository's depend on, by way of others too, those themselves left out. */
export function lockedFor({ packages }: CargoLock, roots: string[]): LockedPackage[] {
  const found = new Set<LockedPackage>();
  const visit = (said: string) => {
    const [name, version] = said.split(" ");
    for (const each of packages) {
      if (each.name !== name || (version && each.version !== version) || found.has(each)) continue;
      found.add(each);
      each.dependencies.forEach(visit);
    }
  };
  roots.forEach(visit);
  return [...found].filter(({ source }) => source !== undefined);
}
