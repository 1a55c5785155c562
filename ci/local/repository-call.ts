import type { Snapshot } from "../../src/files/snapshot.ts";
import { VERSION } from "./paths.ts";

/** How a repository's own files call us: by its wrapper, or by the package of this version. */
export function callOfRepository(repository: Snapshot): string {
  return repository.has("daggerw") ? "./daggerw" : `npx --yes multistage@${VERSION}`;
}
