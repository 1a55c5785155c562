import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type BaseImages, type BasesFrom, registryAddress } from "../../src/bases/addresses.ts";
import { debianAddress } from "../../src/bases/debian.ts";
import { readBases, readLock } from "../../src/bases/files.ts";
import { checkDomain, domainOf } from "../../src/cache/ci-domain.ts";
import { environmentNames, forEnvironment } from "../../src/descriptor/environment.ts";
import { resolve } from "../../src/descriptor/resolve.ts";
import { LANGUAGES } from "../../src/languages/table.ts";
import type { Microservice } from "../../src/microservice.ts";
import { type PlannedService, planService, type StageName } from "../../src/pipeline/plan.ts";
import { badInput } from "../../src/report/failure.ts";
import { type Fault, faultText } from "../../src/yaml/fault.ts";
import { meant, type Values } from "./arguments.ts";
import { foreignPlatform } from "./builders/platform.ts";
import { PROJECT } from "./paths.ts";
import { contentsDigest } from "./source/contents.ts";
import { readSource, type Source } from "./source/source.ts";

/** A repository as read once for one command, and what the caller asked of it. */
export interface Session {
  source: Source;
  services: Microservice[];
  environment: string;
  /** The images', where it is not this machine's. */
  platform?: string;
  /** Whose caches builds use. */
  domain: string;
  /** Everything that is wrong with what the repository says. */
  faults: Fault[];
}

/** Reads the repository; what is wrong with it is told by {@link allServices} and {@link pickService}. */
export async function openSession(values: Values): Promise<Session> {
  const source = await readSource(String(values.source ?? "."));
  const { services, faults } = resolve(source.snapshot, LANGUAGES);
  return {
    source,
    services,
    faults,
    environment: String(values.environment ?? "development"),
    platform: foreignPlatform(values.platform),
    domain: domainFor(values.domain),
  };
}

function domainFor(asked: unknown): string {
  if (asked === undefined) return domainOf(process.env);
  try {
    return checkDomain(String(asked));
  } catch (error) {
    throw badInput((error as Error).message);
  }
}

/**
 * All services.
 *
 * @param only names that matter alone: then faults of others don't.
 * @throws a `Failure` (exit 2) with every fault of every descriptor, before any work starts.
 */
export function allServices({ services, faults }: Session, only?: string[]): Microservice[] {
  const paths = services.filter(({ name }) => only?.includes(name)).map(({ path }) => path);
  const matters = ({ service }: Fault) =>
    !only || service === undefined || paths.includes(service) || only.includes(basename(service));
  refuse(faults.filter(matters));
  return services;
}

/**
 * The service of `--service`; the only one where there is just one.
 *
 * @throws a `Failure` (exit 2) where there is none, or something is wrong with it: faults of others don't matter.
 */
export function pickService({ services, faults }: Session, name: unknown): Microservice {
  const names = services.map((service) => service.name);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  const service = services.find((candidate) => candidate.name === wanted);
  refuse(faults.filter((fault) => !service || fault.service === undefined || fault.service === service.path));
  if (!names.length)
    throw badInput(
      "there are no services",
      "a service is a directory of services/, or one with a service.yaml",
    );
  if (wanted === undefined) throw badInput(`--service is required: there are ${names.join(", ")}`);
  if (!service)
    throw badInput(
      `there is no service "${wanted}"${meant(String(wanted), names)}`,
      `services: ${names.join(", ")}`,
    );
  return service;
}

function refuse(faults: Fault[]): void {
  if (faults.length) throw badInput(faults.map(faultText).join("\n"));
}

/** Plans one service; does nothing else. */
export function plan(
  session: Session,
  service: Microservice,
  from: BasesFrom,
  stage?: StageName,
): PlannedService {
  const { service: resolved, faults } = forEnvironment(
    service,
    session.environment,
    environmentNames(session.services),
  );
  if (!resolved) throw badInput(faults.map(faultText).join("\n"));
  return planService(service, resolved, {
    environment: session.environment,
    platform: session.platform,
    domain: session.domain,
    stage,
    address: from === "debian" ? debianAddress : pinnedAddress(session.source),
    read: (path) => session.source.snapshot.text(path),
    files: session.source.snapshot.paths,
    contents: contentsDigest(session.source, service),
  });
}

const addresses = new WeakMap<Source, ReturnType<typeof registryAddress>>();

/** Read once for one source: every plan asks. */
function pinnedAddress(source: Source): ReturnType<typeof registryAddress> {
  const known =
    addresses.get(source) ??
    registryAddress(baseImages(source), readLock(source.snapshot.text("bases.lock")));
  addresses.set(source, known);
  return known;
}

/** The repository's own `bases.yaml`, or ours. */
export function baseImages(source: Source): BaseImages {
  return readBases(source.snapshot.text("bases.yaml") ?? readFileSync(join(PROJECT, "bases.yaml"), "utf8"));
}
