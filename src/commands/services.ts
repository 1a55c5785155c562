import type { Engine } from "../engine.ts";
import type { Microservice } from "../microservice.ts";
import type { RunResult } from "../report/result.ts";
import { readRepository, refuseWhole, serviceFailure } from "./repository.ts";
import { plannedResult, skippedResult } from "./results.ts";

/** What a caller says of a list. */
export interface ServicesOptions {
  /** Also what could have been taken for a service and isn't one, with the reason. */
  all?: boolean;
}

/** `services`: what there is, and what was detected from what; what is faulty is skipped, with the reason. */
export async function services(engine: Engine, { all }: ServicesOptions = {}): Promise<RunResult> {
  const repository = await readRepository(engine);
  refuseWhole(repository);
  const found = repository.services.map((service) => {
    const fault = serviceFailure(repository, service);
    return fault ? skippedResult(service, fault) : plannedResult(service, { facts: detectedFacts(service) });
  });
  return { services: found, ...(all && { passedOver: repository.passedOver }) };
}

/** What was detected, as reports tell it. */
export function detectedFacts({ facts }: Microservice) {
  return facts.map(({ field, value, from }) => ({ field, value: [value].flat().join(" "), from }));
}
