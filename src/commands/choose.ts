import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import type { Microservice } from "../microservice.ts";
import { select } from "../pipeline/select.ts";
import { affectedSince } from "./affected.ts";
import type { RunOptions } from "./options.ts";
import { type Repository, refuseEnvironment, refuseFaults, refuseWhole } from "./repository.ts";

/**
 * The services that a run is about, by name, with what they need. What is wrong with one of them fails it alone.
 *
 * @throws a `Failure` (exit 2) for what concerns more than one: names and environments that there aren't, services
 * that need one another in a circle, a concurrency that is none.
 */
export async function choose(
  engine: Engine,
  repository: Repository,
  options: RunOptions,
): Promise<Microservice[]> {
  const { environment, affectedSince: since, concurrency } = options;
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency >= 1))
    throw badInput(`--concurrency ${concurrency}: expected a whole number from 1`);
  refuseWhole(repository);
  refuseEnvironment(repository, environment);
  const changed =
    since === undefined ? undefined : await affectedSince(engine, repository, since, environment);
  const services = select(repository.services, { ...options, affected: changed?.map(({ name }) => name) });
  const chosen = ({ name }: Microservice, among: string[] = []) => among.includes(name);
  refuseFaults(repository.faults.filter(({ among }) => services.some((one) => chosen(one, among))));
  return services;
}
