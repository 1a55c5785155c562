import type { Snapshot } from "../../src/files/snapshot.ts";
import { isPackaged, VERSION } from "./paths.ts";

/** How people call us there: hints are for copying. */
export function commandOf(repository: Snapshot): string {
  return repository.has("daggerw") || !isPackaged ? "./daggerw call" : "npx multistage";
}

/** How a repository's own files call us: by its wrapper, or by the package of this version. */
export function callOfRepository(repository: Snapshot): string {
  return repository.has("daggerw") ? "./daggerw" : `npx --yes multistage@${VERSION}`;
}
