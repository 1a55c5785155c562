import { badInput } from "../failure.ts";
import { asksAgent, secretsOf } from "../git-access.ts";
import type { Microservice } from "../microservice.ts";

/**
 * A secret that no service declares would reach nothing, one that isn't given would fail a step late.
 *
 * @param given names of those that the caller gave.
 * @throws a `Failure` (exit 2) for either.
 */
export function refuseSecrets(services: Asking[], given: string[]): void {
  const has = (names: string[], wanted: string) => names.some((name) => isSecret(name, wanted));
  for (const service of services) {
    const missing = secretsOf(service).find((secret) => !has(given, secret));
    if (missing) throw badInput(`${service.name} needs the secret ${missing}`, `add ${flagFor(missing)}`);
  }
  const unknown = given.find((secret) => !services.some((service) => has(secretsOf(service), secret)));
  if (unknown === undefined) return;
  const [only] = services;
  const who = only && services.length === 1 ? `${only.name} declares no` : "no service declares the";
  throw badInput(`${who} secret ${unknown}`, `add \`secrets: [${unknown}]\` to its service.yaml`);
}

/** The same for the caller's ssh agent. */
export function refuseAgent(services: Asking[], isLent: boolean): void {
  const asking = services.find(asksAgent);
  if (asking && !isLent)
    throw badInput(`${asking.name} reaches repositories by ssh, and has no agent`, "add --ssh default");
  if (!isLent || asking) return;
  throw badInput("no service reaches repositories by ssh", "add `git: { HOST: ssh }` to its service.yaml");
}

type Asking = Pick<Microservice, "name" | "secrets" | "git">;

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
