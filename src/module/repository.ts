import type { Directory } from "@dagger.io/dagger";
import { resolve } from "../descriptor/resolve.ts";
import { globs } from "../files/globs.ts";
import { Snapshot } from "../files/snapshot.ts";
import { LANGUAGES, READ } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { type Fault, faultText } from "../yaml/fault.ts";
import { suggestion } from "../yaml/nearest.ts";

/** A repository as a Dagger directory, with what its descriptors and manifests say. */
export interface Repository {
  directory: Directory;
  snapshot: Snapshot;
  services: Microservice[];
  /** Everything that is wrong with what the repository says. */
  faults: Fault[];
}

/** Lists the files, reads the few that detection needs, and resolves the services. */
export async function readRepository(directory: Directory): Promise<Repository> {
  const listed = await directory.glob("**/*");
  const paths = listed.filter((path) => !path.endsWith("/"));
  const read = await Promise.all(
    paths.filter(globs(READ)).map(async (path) => [path, await directory.file(path).contents()] as const),
  );
  const snapshot = new Snapshot(paths, new Map(read));
  return { directory, snapshot, ...resolve(snapshot, LANGUAGES) };
}

/**
 * All services.
 *
 * @throws with every fault of every descriptor, before any step runs.
 */
export function allServices({ services, faults }: Repository): Microservice[] {
  refuse(faults);
  return services;
}

/**
 * The service of that name; without a name, the only one.
 *
 * @throws where there is none, or something is wrong with it: faults of others don't matter.
 */
export function serviceNamed({ services, faults }: Repository, name?: string): Microservice {
  const names = services.map((service) => service.name);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  const found = services.find((service) => service.name === wanted);
  refuse(faults.filter((fault) => !found || fault.service === undefined || fault.service === found.path));
  if (wanted === undefined) throw new Error(`--service is required: there are ${names.join(", ")}`);
  if (found) return found;
  throw new Error([`there is no service "${wanted}"`, suggestion(wanted, names)].filter(Boolean).join(": "));
}

function refuse(faults: Fault[]): void {
  if (faults.length) throw new Error(faults.map(faultText).join("\n"));
}
