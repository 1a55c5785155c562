import type { Microservice } from "../microservice.ts";
import { fanOut } from "../pipeline/fan-out.ts";
import { built } from "./build.ts";
import { allServices, type Repository } from "./repository.ts";

/** Engines start every step at once; beyond this many services they only take memory from one another. */
const CONCURRENCY = 4;

const OPTIONS = { environment: "testing" };

/** Runs every service's own tests. @throws with every failure, after the last has ended. */
export async function checkTests(repository: Repository): Promise<void> {
  await checkEach(repository, (service) => built(repository, service, OPTIONS, "test"));
}

/** Builds every service and holds its image to its budget. */
export async function checkBudgets(repository: Repository): Promise<void> {
  await checkEach(repository, (service) => built(repository, service, { environment: "production" }));
}

async function checkEach(
  repository: Repository,
  check: (service: Microservice) => Promise<unknown>,
): Promise<void> {
  const jobs = allServices(repository).map((service) => ({ name: service.name, needs: [], service }));
  const work = ({ service }: (typeof jobs)[number]) =>
    check(service).then(
      () => undefined,
      (error: Error) => error,
    );
  const failed = (error: Error | undefined) => error !== undefined;
  const { outcomes } = await fanOut(jobs, work, { concurrency: CONCURRENCY, failed });
  const errors = outcomes.flatMap((outcome) =>
    "result" in outcome && outcome.result ? [outcome.result] : [],
  );
  if (errors.length === 1) throw errors[0];
  if (errors.length) throw new Error(errors.map(({ message }) => message).join("\n\n"));
}
