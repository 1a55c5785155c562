import type { Secret } from "@dagger.io/dagger";
import type { Microservice } from "../microservice.ts";

/** Build secrets as the module's functions take them. */
export interface GivenSecrets {
  secret?: Secret[];
  /** The names that services declare for them, in the same order. */
  secretName?: string[];
}

/**
 * Gives each secret that the service declares its value: by the name that the caller gave it, or by the
 * address where it has none (`env://NPM_TOKEN` is `npm_token`).
 */
export async function namedSecrets(
  service: Pick<Microservice, "name" | "secrets">,
  { secret = [], secretName = [] }: GivenSecrets,
): Promise<Record<string, Secret>> {
  if (!service.secrets.length) return {};
  const names = await Promise.all(
    secret.map(async (one, at) => secretName[at] ?? addressName(await one.uri())),
  );
  const byName = new Map(names.map((name, at) => [normal(name), secret[at] as Secret]));
  return Object.fromEntries(
    service.secrets.map((name) => {
      const found = byName.get(normal(name));
      if (!found) throw new Error(`${service.name} needs the secret ${name}: add --secret ${address(name)}`);
      return [name, found];
    }),
  );
}

/** `npm_token` for `env://NPM_TOKEN` and for `file://./secrets/npm_token`. */
function addressName(uri: string): string {
  return (uri.split(/[/:]/).at(-1) ?? "").replace(/\?.*$/, "");
}

function address(name: string): string {
  return `env://${variable(name)} (or from elsewhere, with --secret-name ${name})`;
}

function variable(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

function normal(name: string): string {
  return variable(name);
}
