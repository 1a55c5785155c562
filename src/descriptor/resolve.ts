import { basesFaults } from "../bases/files.ts";
import type { Detector } from "../detection/detection.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Microservice } from "../microservice.ts";
import { compare, type Fault, sortFaults } from "../yaml/fault.ts";
import type { ParsedDescriptor } from "./descriptor.ts";
import { serviceDirectories } from "./discover.ts";
import { descriptorFields } from "./fields.ts";
import { misnamedFaults } from "./misnamed.ts";
import { type Described, needsFaults } from "./needs.ts";
import { FILE_NAME, parseDescriptor } from "./parse.ts";
import { resolveService } from "./service.ts";

export { environmentNames, forEnvironment, serviceFault } from "./environment.ts";

/** All services of a repository, and everything that is wrong with what it says about them. */
export interface Resolved {
  /** By name; one that no language was found for is absent. */
  services: Microservice[];
  /** By file; `service` says which service each keeps from being built. */
  faults: Fault[];
}

/** Finds the services of a repository: what descriptors say, over what files tell, over defaults. */
export function resolve(snapshot: Snapshot, detectors: readonly Detector[]): Resolved {
  const directories = serviceDirectories(snapshot);
  const fields = descriptorFields(detectors);
  const faults = [...basesFaults(snapshot), ...misnamedFaults(snapshot, directories)];
  const described: Described[] = [];
  const absent: string[] = [];
  for (const directory of directories) {
    const tree = snapshot.under(directory);
    const parsed = parseDescriptor(fields, join(directory, FILE_NAME), tree.text(FILE_NAME) ?? "");
    const resolved = resolveService(tree, parsed, detectors);
    faults.push(...[...parsed.faults, ...resolved.faults].map((fault) => ({ ...fault, service: directory })));
    if (resolved.service) described.push({ service: resolved.service, parsed });
    else absent.push(parsed.descriptor.name ?? directory.slice(directory.lastIndexOf("/") + 1));
  }
  faults.push(...duplicateFaults(described), ...needsFaults(described, absent));
  const services = described.map(({ service }) => service).sort((a, b) => compare(a.name, b.name));
  return { services, faults: sortFaults(faults) };
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
