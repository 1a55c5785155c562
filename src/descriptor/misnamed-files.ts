import { FILE_NAME, otherOwner } from "../discovery/descriptors.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fault } from "../yaml/fault.ts";

/** What a file is called that was meant as another one. */
const MEANT = {
  service: { "service.yml": FILE_NAME, "Service.yaml": FILE_NAME, "Service.yml": FILE_NAME },
  root: { "multistage.yml": "multistage.yaml", "bases.yml": "bases.yaml" },
};

/**
 * Files that were meant and aren't read: `service.yml` where a service is, and `bases.yml` at the root.
 * Elsewhere a `service.yml` is another tool's: manifests of Kubernetes are called so.
 */
export function misnamedFileFaults(snapshot: Snapshot, directories: string[]): Fault[] {
  const ofServices = directories.flatMap((service) =>
    misnamed(snapshot, service, MEANT.service).map((fault) => ({ ...fault, service })),
  );
  return [...ofServices, ...misnamed(snapshot, ".", MEANT.root)];
}

function misnamed(snapshot: Snapshot, directory: string, meant: Record<string, string>): Fault[] {
  return Object.entries(meant).flatMap(([name, right]) => {
    const file = join(directory, name);
    if (!snapshot.has(file) || otherOwner(snapshot, file)) return [];
    const isThere = snapshot.has(join(directory, right));
    const hint = isThere ? `${right} is read: remove one` : `rename it to ${right}`;
    return [{ file, message: "isn't read", hint }];
  });
}
