import type { Microservice } from "../microservice.ts";
import { fanOut } from "../pipeline/fan-out.ts";

/** Engines start every step at once; beyond this many services they only take memory from one another. */
export const CONCURRENCY = 4;

/**
 * Does the same for several services.
 *
 * @throws every failure at once, after the last has ended.
 */
export async function forEach<T>(
  services: Microservice[],
  work: (service: Microservice) => Promise<T>,
  concurrency: number = CONCURRENCY,
): Promise<T[]> {
  const jobs = services.map((service) => ({ name: service.name, needs: [], service }));
  const settled = ({ service }: (typeof jobs)[number]) =>
    work(service).then(
      (value) => ({ value }),
      (error: Error) => ({ error }),
    );
  const failed = (result: { value: T } | { error: Error }) => "error" in result;
  const { outcomes } = await fanOut(jobs, settled, { concurrency, failed });
  const results = outcomes.flatMap((outcome) => ("result" in outcome ? [outcome.result] : []));
  const errors = results.flatMap((result) => ("error" in result ? [result.error] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length) throw new Error(errors.map(({ message }) => message).join("\n\n"));
  return results.flatMap((result) => ("value" in result ? [result.value] : []));
}
