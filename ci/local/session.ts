import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BaseImages, readBases, readLock, registryAddress } from "../../src/bases/addresses.ts";
import { debianAddress } from "../../src/bases/debian.ts";
import { forEnvironment } from "../../src/descriptor/environment.ts";
import { faultText } from "../../src/descriptor/fault.ts";
import { resolve } from "../../src/descriptor/resolve.ts";
import { LANGUAGES } from "../../src/languages/table.ts";
import type { Microservice } from "../../src/microservice.ts";
import { type PlannedService, planService, type StageName } from "../../src/pipeline/plan.ts";
import { meant, type Values } from "./arguments.ts";
import { badInput } from "./failures.ts";
import { PROJECT } from "./paths.ts";
import { contentsDigest, readSource, type Source } from "./source.ts";

/** A repository as read once for one command, and what the caller asked of it. */
export interface Session {
  source: Source;
  services: Microservice[];
  environment: string;
}

/**
 * Reads the repository.
 *
 * @throws a `Failure` (exit 2) with every fault of every descriptor, before any work starts.
 */
export async function openSession(values: Values): Promise<Session> {
  const source = await readSource(String(values.source ?? "."));
  const { services, faults } = resolve(source.snapshot, LANGUAGES);
  if (faults.length) throw badInput(faults.map(faultText).join("\n"));
  return { source, services, environment: String(values.environment ?? "development") };
}

/** The service of `--service`; the only one where there is just one. */
export function pickService({ services }: Session, name: unknown): Microservice {
  const names = services.map((service) => service.name);
  const [only] = services;
  if (name === undefined && only && services.length === 1) return only;
  if (name === undefined) throw badInput(`--service is required: there are ${names.join(", ")}`);
  const service = services.find((candidate) => candidate.name === name);
  if (!service)
    throw badInput(
      `there is no service "${name}"${meant(String(name), names)}`,
      `services: ${names.join(", ")}`,
    );
  return service;
}

export type BasesFrom = "registry" | "debian";

/** Plans one service; does nothing else. */
export function plan(
  session: Session,
  service: Microservice,
  from: BasesFrom,
  stage?: StageName,
): PlannedService {
  const { service: resolved, faults } = forEnvironment(service, session.environment);
  if (!resolved) throw badInput(faults.map(faultText).join("\n"));
  return planService(service, resolved, {
    environment: session.environment,
    stage,
    address:
      from === "debian"
        ? debianAddress
        : registryAddress(baseImages(session.source), readLock(session.source.snapshot.text("bases.lock"))),
    files: session.source.snapshot.paths,
    contents: contentsDigest(session.source, service),
  });
}

/** The repository's own `bases.yaml`, or ours. */
export function baseImages(source: Source): BaseImages {
  return readBases(source.snapshot.text("bases.yaml") ?? readFileSync(join(PROJECT, "bases.yaml"), "utf8"));
}
