import { linterOf } from "../languages/language.ts";
import { languageNamed } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { built } from "./build.ts";
import { forEach } from "./each.ts";
import { allServices, type Repository } from "./repository.ts";

/** Runs every service's own tests. @throws with every failure, after the last has ended. */
export async function checkTests(repository: Repository): Promise<void> {
  const options = { environment: "testing" };
  await forEach(allServices(repository), (service) => built(repository, service, options, "test"));
}

/** Runs the linter of every service that has one. @throws with every failure, after the last has ended. */
export async function checkLint(repository: Repository): Promise<void> {
  const options = { environment: "testing" };
  const linted = (service: Microservice) => linterOf(languageNamed(service.language), service);
  await forEach(allServices(repository).filter(linted), (service) =>
    built(repository, service, options, "lint"),
  );
}

/** Builds every service and holds its image to its budget. */
export async function checkBudgets(repository: Repository): Promise<void> {
  const options = { environment: "production" };
  await forEach(allServices(repository), (service) => built(repository, service, options));
}
