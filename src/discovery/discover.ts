import type { Detector } from "../detection/detection.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { compare, type Fault } from "../yaml/fault.ts";
import { declaredDirectories } from "./declared.ts";
import { builds } from "./deployments/table.ts";
import { descriptorFiles } from "./descriptors.ts";
import { manifestDirectories } from "./findings.ts";
import type { PassedOver, ServiceLocation } from "./locations.ts";
import { search } from "./search.ts";
import { servicePatterns } from "./service-patterns.ts";

/** Where a repository's services are. */
export interface Discovery {
  /** By directory. */
  places: ServiceLocation[];
  /** By directory: what isn't one, and why. */
  passedOver: PassedOver[];
  /** Directories whose `service.yaml` is another tool's. */
  foreign: ReadonlySet<string>;
  faults: Fault[];
}

const NOTHING = { places: [], passedOver: [] };

/**
 * Finds the services of a repository: the directories that somebody declared, by `services` of multistage.yaml, by a
 * `service.yaml` or by putting them into `services/`, and those whose files make something to deploy. Where there is
 * nothing, the root is asked what it is.
 *
 * @param fields those of a descriptor.
 */
export function discover(snapshot: Snapshot, detectors: readonly Detector[], fields: string[]): Discovery {
  const manifests = manifestDirectories(snapshot, detectors);
  const wanted = servicePatterns(snapshot, manifests);
  const { described, foreign } = descriptorFiles(snapshot, fields);
  const declared = declaredDirectories(snapshot, detectors, { described, manifests, wanted });
  const clues = { manifests, declared, images: builds(snapshot), isExcluded: wanted.isExcluded };
  const found = wanted.directories ? NOTHING : search(snapshot, detectors, clues);
  const places = [
    ...[...declared].map((directory): ServiceLocation => ({ directory, isDeclared: true })),
    ...found.places,
  ];
  const passedOver = [
    ...found.passedOver,
    ...[...foreign].map(([directory, owner]) => ({ directory, reason: `its service.yaml is ${owner}'s` })),
  ];
  return {
    places: (places.length || wanted.directories ? places : [{ directory: ".", isDeclared: true }]).sort(
      (a, b) => compare(a.directory, b.directory),
    ),
    passedOver: passedOver.sort((a, b) => compare(a.directory, b.directory)),
    foreign: new Set(foreign.keys()),
    faults: wanted.faults,
  };
}
