import { environmentNames } from "../descriptor/environment.ts";
import { resolve } from "../descriptor/resolve.ts";
import type { PassedOver } from "../discovery/locations.ts";
import type { Engine } from "../engine.ts";
import { badInput, EXIT, Failure } from "../failure.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { LANGUAGES } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { parseSettings, SETTINGS_FILE } from "../publish/settings.ts";
import { compare, type Fault, faultText } from "../yaml/fault.ts";
import { listed, nearest, suggestion } from "../yaml/nearest.ts";

/** A repository as read once for one command. */
export interface Repository {
  /** By name; also those of which so little could be read that they have no language. */
  services: Microservice[];
  /** Everything that is wrong with what it says. */
  faults: Fault[];
  /** What could have been taken for a service, and why it isn't one. */
  passedOver: PassedOver[];
  /** Environments that a service or `multistage.yaml` names, and the usual three. */
  environments: string[];
}

/** Reads the repository; what is wrong with it stops what asks for it, and nothing else. */
export async function readRepository(engine: Engine): Promise<Repository> {
  const { services, faults, passedOver } = resolved(engine.snapshot);
  const { environments = {} } = parseSettings(engine.snapshot.text(SETTINGS_FILE)).settings;
  return {
    services,
    faults,
    passedOver,
    environments: [...new Set([...environmentNames(services), ...Object.keys(environments)])],
  };
}

/** What a source root says, with those of its services of which little can be said. */
export function resolved(snapshot: Snapshot): Omit<Repository, "environments"> {
  const { services, faults, passedOver } = resolve(snapshot, LANGUAGES);
  const known = new Set(services.map(({ path }) => path));
  const paths = new Set(faults.flatMap(({ service }) => service ?? []));
  const unreadable = [...paths].filter((path) => !known.has(path)).map(unreadableService);
  const all = [...services, ...unreadable].sort((a, b) => compare(a.name, b.name));
  return { services: all, faults, passedOver };
}

/** What keeps one service from being built: also what it shares with others, such as a circle of needs. */
export function serviceFailure({ faults }: Repository, { name, path }: Microservice): Failure | undefined {
  const own = faults.filter(({ service, among }) => service === path || among?.includes(name));
  return own.length ? asFailure(own) : undefined;
}

/** @throws a `Failure` (exit 2) for what concerns the repository as a whole, such as its `bases.yaml`. */
export function refuseWhole({ faults }: Repository): void {
  refuseFaults(faults.filter(({ service }) => service === undefined));
}

/** @throws a `Failure` (exit 2) with all of them. */
export function refuseFaults(faults: Fault[]): void {
  if (faults.length) throw badInput(faults.map(faultText).join("\n"));
}

/** @throws a `Failure` (exit 2) for an environment that nothing names. */
export function refuseEnvironment({ environments }: Repository, environment: string): void {
  if (environments.includes(environment)) return;
  const near = nearest(environment, environments);
  const meant = near ? `did you mean "${near}"? ` : "";
  throw badInput(`unknown environment "${environment}": ${meant}there are ${listed(environments)}`);
}

/**
 * The service of that name; without one the only one, or the one whose directory the caller stands in.
 *
 * @param standing relative to the source root.
 * @throws a `Failure` (exit 2) where there is none, or something is wrong with it: faults of others don't matter.
 */
export function pickService(repository: Repository, name?: string, standing?: string): Microservice {
  refuseWhole(repository);
  const { services } = repository;
  const names = services.map((service) => service.name);
  if (!names.length)
    throw badInput(
      "there are no services",
      "a service is a directory of services/, or one with a service.yaml",
    );
  const wanted = name ?? (names.length === 1 ? names[0] : serviceAt(services, standing)?.name);
  if (wanted === undefined) throw badInput(`--service is required: there are ${listed(names)}`);
  const found = services.find((service) => service.name === wanted);
  if (!found) throw badInput(`there is no service "${wanted}": ${suggestion(wanted, names)}`);
  const fault = serviceFailure(repository, found);
  if (fault) throw fault;
  return found;
}

/** The one whose directory holds a place; undefined where none does, or several share it. */
export function serviceAt(services: Microservice[], standing?: string): Microservice | undefined {
  const holding = services.filter(({ path }) => path !== "." && `${standing}/`.startsWith(`${path}/`));
  const deepest = Math.max(...holding.map(({ path }) => path.length));
  const [found, ...others] = holding.filter(({ path }) => path.length === deepest);
  return others.length ? undefined : found;
}

function asFailure(faults: Fault[]): Failure {
  const [first = "", ...lines] = faults.map(faultText);
  return new Failure(first, { exitCode: EXIT.input, lines });
}

function unreadableService(path: string): Microservice {
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    language: "unknown",
    extras: [],
    packages: { build: [], runtime: [] },
    files: [],
    features: [],
    inputs: [],
    needs: [],
    buildArguments: {},
    variables: {},
    labels: {},
    secrets: [],
    startCheck: true,
    sharedCache: true,
    environments: {},
    expect: [],
    facts: [],
  };
}
