import { badInput } from "../failure.ts";
import type { Microservice } from "../microservice.ts";

/**
 * A secret that no service declares would reach nothing, one that isn't given would fail a step late.
 *
 * @param given names of those that the caller gave.
 * @throws a `Failure` (exit 2) for either.
 */
export function refuseSecrets(services: Pick<Microservice, "name" | "secrets">[], given: string[]): void {
  const has = (names: string[], wanted: string) => names.some((name) => isSecret(name, wanted));
  for (const { name, secrets } of services) {
    const missing = secrets.find((secret) => !has(given, secret));
    if (missing) throw badInput(`${name} needs the secret ${missing}`, `add ${flagFor(missing)}`);
  }
  const unknown = given.find((secret) => !services.some(({ secrets }) => has(secrets, secret)));
  if (unknown === undefined) return;
  const [only] = services;
  const who = only && services.length === 1 ? `${only.name} declares no` : "no service declares the";
  throw badInput(`${who} secret ${unknown}`, `add \`secrets: [${unknown}]\` to its service.yaml`);
}

/** Whether two names mean one secret: `npm-token` is `NPM_TOKEN`. */
export function isSecret(name: string, other: string): boolean {
  return variableOf(name) === variableOf(other);
}

function flagFor(name: string): string {
  const variable = variableOf(name);
  return `--secret ${name}=env:${variable} (for dagger itself: --secret env://${variable} --secret-name ${name})`;
}

function variableOf(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
