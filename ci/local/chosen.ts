import { environmentNames, forEnvironment } from "../../src/descriptor/environment.ts";
import type { Microservice } from "../../src/microservice.ts";
import { select } from "../../src/pipeline/select.ts";
import { badInput } from "../../src/report/failure.ts";
import { type Fault, faultText } from "../../src/yaml/fault.ts";
import { affectedSince } from "./affected.ts";
import type { Values } from "./arguments.ts";
import type { Session } from "./session.ts";

/** The services that a run is about. */
export interface Chosen {
  /** By name, with what they need. */
  services: Microservice[];
  /** What keeps some of them from being built, by name: theirs alone, so it stops no other. */
  faults: Map<string, Fault[]>;
}

/**
 * Chooses the services of a run by its flags.
 *
 * @throws a `Failure` (exit 2) for what concerns more than one service: names and environments that there
 * aren't, services that need one another in a circle.
 */
export async function chosen(values: Values, session: Session): Promise<Chosen> {
  const all = withUnreadable(session);
  refuse(session.faults.filter(({ service }) => service === undefined));
  refuseEnvironment(session);
  const services = await selected(values, session, all);
  const names = services.map(({ name }) => name);
  refuse(session.faults.filter(({ among }) => among?.some((name) => names.includes(name))));
  const faults = services.map(({ name, path }): [string, Fault[]] => [
    name,
    session.faults.filter(({ service }) => service === path),
  ]);
  return { services, faults: new Map(faults.filter(([, own]) => own.length)) };
}

async function selected(values: Values, session: Session, all: Microservice[]): Promise<Microservice[]> {
  const since = values["affected-since"] as string | undefined;
  const changed = since === undefined ? undefined : await affectedSince(session, all, since);
  try {
    return select(all, {
      only: values.only as string[] | undefined,
      exclude: values.exclude as string[] | undefined,
      affected: changed?.map(({ name }) => name),
      shard: values.shard as string | undefined,
    });
  } catch (error) {
    throw error instanceof RangeError ? badInput(error.message) : error;
  }
}

/** All services, also those of which so little could be read that they aren't described. */
export function withUnreadable({ services, faults }: Session): Microservice[] {
  const known = new Set(services.map(({ path }) => path));
  const paths = faults.flatMap(({ service }) => (service && !known.has(service) ? [service] : []));
  const unreadable = [...new Set(paths)].map(unreadableService);
  return [...services, ...unreadable].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function unreadableService(path: string): Microservice {
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    language: "unknown",
    extras: [],
    packages: { build: [], runtime: [] },
    files: [],
    inputs: [],
    needs: [],
    buildArguments: {},
    variables: {},
    labels: {},
    secrets: [],
    budgetBytes: 0,
    sharedCache: true,
    environments: {},
    expect: [],
    facts: [],
  };
}

function refuseEnvironment({ services, environment }: Session): void {
  const [first] = services;
  if (first) refuse(forEnvironment(first, environment, environmentNames(services)).faults);
}

function refuse(faults: Fault[]): void {
  if (faults.length) throw badInput(faults.map(faultText).join("\n"));
}
