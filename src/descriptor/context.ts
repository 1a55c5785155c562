import type { Detector } from "../detection/detection.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fault } from "../yaml/fault.ts";
import type { ParsedDescriptor } from "./descriptor.ts";

/** A context that the repository doesn't have, or of a service that no Dockerfile builds. */
export function contextFaults(
  { root }: Snapshot,
  { file, at, descriptor }: ParsedDescriptor,
  { name, ownContext }: Pick<Detector, "name" | "ownContext">,
): Fault[] {
  const { context } = descriptor;
  if (context === undefined) return [];
  const place = { file, ...at("context") };
  if (!ownContext)
    return [
      {
        ...place,
        message: `context: only a Dockerfile has one, and this service's language is ${name}`,
        hint: "`inputs:` names what its build reads outside its directory",
      },
    ];
  if (root.hasDirectory(join(".", context))) return [];
  return [{ ...place, message: `context: the repository has no directory "${context}"` }];
}
