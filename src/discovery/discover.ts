import type { Detector } from "../detection/detection.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { compare, type Fault } from "../yaml/fault.ts";
import { builds } from "./deployments/table.ts";
import { descriptorFiles } from "./descriptors.ts";
import { manifestDirectories } from "./findings.ts";
import type { PassedOver, Place } from "./places.ts";
import { search } from "./search.ts";
import { toldDirectories } from "./told.ts";
import { wantedServices } from "./wanted.ts";

/** Where a repository's services are. */
export interface Discovery {
  /** By directory. */
  places: Place[];
  /** By directory: what isn't one, and why. */
  passedOver: PassedOver[];
  /** Directories whose `service.yaml` is another tool's. */
  foreign: ReadonlySet<string>;
  faults: Fault[];
}

const NOTHING = { places: [], passedOver: [] };

/**
 * Finds the services of a repository: the directories that somebody told, by `services` of multistage.yaml, by a
 * `service.yaml` or by putting them into `services/`, and those whose files make something to deploy. Where there is
 * nothing, the root is asked what it is.
 *
 * @param fields those of a descriptor.
 */
export function discover(snapshot: Snapshot, detectors: readonly Detector[], fields: string[]): Discovery {
  const manifests = manifestDirectories(snapshot, detectors);
  const wanted = wantedServices(snapshot, manifests);
  const { described, foreign } = descriptorFiles(snapshot, fields);
  const told = toldDirectories(snapshot, detectors, { described, manifests, wanted });
  const clues = { manifests, told, images: builds(snapshot), isExcluded: wanted.isExcluded };
  const found = wanted.directories ? NOTHING : search(snapshot, detectors, clues);
  const places = [...[...told].map((directory): Place => ({ directory, isTold: true })), ...found.places];
  const passedOver = [
    ...found.passedOver,
    ...[...foreign].map(([directory, owner]) => ({ directory, reason: `its service.yaml is ${owner}'s` })),
  ];
  return {
    places: (places.length || wanted.directories ? places : [{ directory: ".", isTold: true }]).sort((a, b) =>
      compare(a.directory, b.directory),
    ),
    passedOver: passedOver.sort((a, b) => compare(a.directory, b.directory)),
    foreign: new Set(foreign.keys()),
    faults: wanted.faults,
  };
}
