import { FILE_NAME } from "../discovery/descriptors.ts";
import { join } from "../files/paths.ts";
import type { EnvironmentSettings, Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";
import { nearest } from "../yaml/nearest.ts";

/** Environments that every service has. */
export const ENVIRONMENTS = ["development", "testing", "production"];

/** Every environment that one of the services names, the usual three first. */
export function environmentNames(services: Microservice[]): string[] {
  return [...new Set([...ENVIRONMENTS, ...services.flatMap((service) => Object.keys(service.environments))])];
}

/**
 * The service as it is in one environment.
 *
 * @param known environments that there are: those of all services, where a service that is built along
 * with others need not name each; its own by default.
 */
export function forEnvironment(
  service: Microservice,
  environment: string,
  known: string[] = environmentNames([service]),
): { service?: Microservice; faults: Fault[] } {
  if (!known.includes(environment)) {
    const file = join(service.path, FILE_NAME);
    return { faults: [{ file, ...unknown("environment", environment, known), service: service.path }] };
  }
  const own = Object.hasOwn(service.environments, environment)
    ? service.environments[environment]
    : undefined;
  return { service: own ? merged(service, own) : service, faults: [] };
}

/** The fault of a name that none of the services has. */
export function serviceFault(services: Microservice[], name: string): Fault | undefined {
  const names = services.map((service) => service.name);
  return names.includes(name) ? undefined : { file: ".", ...unknown("service", name, names) };
}

function merged(service: Microservice, settings: EnvironmentSettings): Microservice {
  return {
    ...service,
    buildArguments: { ...service.buildArguments, ...settings.buildArguments },
    variables: { ...service.variables, ...settings.variables },
    labels: { ...service.labels, ...settings.labels },
  };
}

function unknown(what: string, name: string, known: string[]): { message: string; hint: string } {
  const meant = nearest(name, known);
  const list = known.length ? `there are ${known.join(", ")}` : "there are none";
  return { message: `unknown ${what} "${name}"`, hint: meant ? `did you mean "${meant}"? ${list}` : list };
}
