import { environmentNames } from "../descriptor/environment.ts";
import type { EnvironmentSettings, Microservice } from "../microservice.ts";

/** Stands for every environment that a service says nothing of. */
const OTHERS = "*";

/**
 * What a service declares otherwise for other environments than the one it is built for. An image without
 * such differences serves them all.
 *
 * @param service as detected, without the differences of any environment.
 */
export function differencesOf(service: Microservice, environment: string): Record<string, string[]> {
  const own = settingsOf(service, environment);
  const others = [...environmentNames([service]), OTHERS].filter((name) => name !== environment);
  const all = others.map((name) => [name, unequal(own, settingsOf(service, name))] as const);
  return Object.fromEntries(all.filter(([name, fields]) => fields.length || isNamed(service, name)));
}

/** Fields in which an image would be another one if it were built for `environment`. */
export function differencesFor(
  image: { builtFor: string; differences: Record<string, string[]> },
  environment: string,
): string[] {
  if (environment === image.builtFor) return [];
  const { differences } = image;
  return (Object.hasOwn(differences, environment) ? differences[environment] : differences[OTHERS]) ?? [];
}

const KINDS = ["buildArguments", "variables", "labels"] as const;

function settingsOf(service: Microservice, environment: string): EnvironmentSettings {
  const named = isNamed(service, environment) ? service.environments[environment] : undefined;
  const merged = KINDS.map((kind) => [kind, { ...service[kind], ...named?.[kind] }]);
  return Object.fromEntries(merged) as unknown as EnvironmentSettings;
}

function isNamed({ environments }: Microservice, environment: string): boolean {
  return Object.hasOwn(environments, environment);
}

function unequal(a: EnvironmentSettings, b: EnvironmentSettings): string[] {
  return KINDS.flatMap((kind) => {
    const names = [...new Set([...Object.keys(a[kind]), ...Object.keys(b[kind])])].sort();
    return names.filter((name) => a[kind][name] !== b[kind][name]).map((name) => `${kind}.${name}`);
  });
}
