import { basesFaults } from "../bases/files.ts";
import type { Detector } from "../detection/detection.ts";
import { FILE_NAME } from "../discovery/descriptors.ts";
import { discover } from "../discovery/discover.ts";
import type { PassedOver, ServiceLocation } from "../discovery/locations.ts";
import { distinctNames } from "../discovery/names.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Microservice } from "../microservice.ts";
import { compare, type Fault, faultText, sortFaults } from "../yaml/fault.ts";
import type { Fields } from "../yaml/kinds.ts";
import type { ParsedDescriptor } from "./descriptor.ts";
import { descriptorFields } from "./fields.ts";
import { misnamedFileFaults } from "./misnamed-files.ts";
import { type Described, needsFaults } from "./needs.ts";
import { parseDescriptor } from "./parse.ts";
import { resolveService } from "./service.ts";

export { environmentNames, forEnvironment, serviceFault } from "./environment.ts";

/** All services of a repository, and everything that is wrong with what it says about them. */
export interface Resolved {
  /** By name; one that no language was found for is absent. */
  services: Microservice[];
  /** By file; `service` says which service each keeps from being built. */
  faults: Fault[];
  /** By directory: what could have been taken for a service, and why it isn't one. */
  passedOver: PassedOver[];
}

/** Finds the services of a repository: what descriptors say, over what files tell, over defaults. */
export function resolve(snapshot: Snapshot, detectors: readonly Detector[]): Resolved {
  const fields = descriptorFields(detectors);
  const {
    places,
    passedOver,
    foreign,
    faults: wrong,
  } = discover(snapshot, detectors, Object.keys(fields.fields));
  const directories = places.map(({ directory }) => directory);
  const faults = [
    ...basesFaults(snapshot),
    ...wrong,
    ...misnamedFileFaults(snapshot, [...new Set(directories)]),
  ];
  const parse = descriptorParser(fields);
  const found: Found[] = [];
  const absent: string[] = [];
  for (const place of places) {
    const { directory } = place;
    const tree = snapshot.under(directory);
    const text = foreign.has(directory) ? "" : (tree.text(FILE_NAME) ?? "");
    const parsed = parse(join(directory, FILE_NAME), text);
    const resolved = resolveService(tree, parsed, detectors, place);
    faults.push(...[...parsed.faults, ...resolved.faults].map((fault) => ({ ...fault, service: directory })));
    if (resolved.service) found.push({ service: resolved.service, parsed, place });
    else absent.push(parsed.descriptor.name ?? place.name ?? directory.slice(directory.lastIndexOf("/") + 1));
  }
  const described = renamed(found);
  faults.push(...duplicateFaults(described), ...needsFaults(described, absent));
  const services = described.map(({ service }) => service).sort((a, b) => compare(a.name, b.name));
  return { services, faults: sortFaults(unique(faults)), passedOver };
}

/** Reads descriptors, equal ones once: many services say the same. Faults name files, so what has some is read anew. */
function descriptorParser(
  fields: Fields,
): (file: string, text: string) => ReturnType<typeof parseDescriptor> {
  const sound = new Map<string, ReturnType<typeof parseDescriptor>>();
  return (file, text) => {
    const known = sound.get(text);
    if (known) return { ...known, file };
    const parsed = parseDescriptor(fields, file, text);
    if (!parsed.faults.length) sound.set(text, parsed);
    return parsed;
  };
}

interface Found extends Described {
  place: ServiceLocation;
}

/** Names that nobody chose are the directories': where two are equal, what lies above tells them apart. */
function renamed(found: Found[]): Described[] {
  const names = distinctNames(
    found.map(({ service, parsed, place }) => ({
      name: service.name,
      path: place.facts ? join(service.path, service.entrypoint ?? ".") : service.path,
      rank: parsed.descriptor.name ? "said" : place.isDeclared ? "declared" : "found",
    })),
  );
  return found.map((each, at) => ({ ...each, service: { ...each.service, name: names[at] as string } }));
}

/** Services of one directory have its faults in common; a fault of a build's root is one of each service below it. */
function unique(faults: Fault[]): Fault[] {
  const key = (fault: Fault) => JSON.stringify([fault.service, faultText(fault)]);
  return [...new Map(faults.map((fault) => [key(fault), fault])).values()];
}

/** Two services of one name would make one image. */
function duplicateFaults(described: Described[]): Fault[] {
  const first = new Map<string, Microservice>();
  return described.flatMap(({ service, parsed }) => {
    const other = first.get(service.name);
    if (!other) first.set(service.name, service);
    return other ? [duplicate(service, other, parsed)] : [];
  });
}

function duplicate(service: Microservice, other: Microservice, parsed: ParsedDescriptor): Fault {
  const place = parsed.at("name");
  return {
    file: place ? parsed.file : service.path,
    ...place,
    message: `${other.path} and ${service.path} are both called "${service.name}"`,
    hint: `give one another name in its ${FILE_NAME}`,
    service: service.path,
    among: [service.name],
  };
}
