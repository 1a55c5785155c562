import type { Directory } from "@dagger.io/dagger";
import { faultText } from "../descriptor/fault.ts";
import { suggestion } from "../descriptor/nearest.ts";
import { resolve } from "../descriptor/resolve.ts";
import { READ, Snapshot } from "../descriptor/snapshot.ts";
import { globs } from "../dockerfile/globs.ts";
import { LANGUAGES } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";

/** A repository as a Dagger directory, with what its descriptors and manifests say. */
export interface Repository {
  directory: Directory;
  snapshot: Snapshot;
  services: Microservice[];
}

/**
 * Lists the files, reads the few that detection needs, and resolves the services.
 *
 * @throws with every fault of every descriptor, before any step runs.
 */
export async function readRepository(directory: Directory): Promise<Repository> {
  const listed = await directory.glob("**/*");
  const paths = listed.filter((path) => !path.endsWith("/"));
  const read = await Promise.all(
    paths.filter(globs(READ)).map(async (path) => [path, await directory.file(path).contents()] as const),
  );
  const snapshot = new Snapshot(paths, new Map(read));
  const { services, faults } = resolve(snapshot, LANGUAGES);
  if (faults.length) throw new Error(faults.map(faultText).join("\n"));
  return { directory, snapshot, services };
}

/** The service of that name; without a name, the only one. */
export function serviceNamed({ services }: Repository, name?: string): Microservice {
  const names = services.map((service) => service.name);
  const [only] = services;
  if (name === undefined && only && services.length === 1) return only;
  if (name === undefined) throw new Error(`--service is required: there are ${names.join(", ")}`);
  const found = services.find((service) => service.name === name);
  if (!found)
    throw new Error([`there is no service "${name}"`, suggestion(name, names)].filter(Boolean).join(": "));
  return found;
}
