import type { Secret } from "@dagger.io/dagger";
import type { Microservice } from "../microservice.ts";

/**
 * Gives each secret that the service declares its value: by order, or by name where the caller's
 * address names it (`env://NPM_TOKEN` is `npm_token`).
 */
export async function namedSecrets(service: Microservice, given: Secret[]): Promise<Record<string, Secret>> {
  const addresses = await Promise.all(given.map((secret) => secret.uri()));
  const byName = new Map(addresses.map((address, at) => [secretName(address), given[at] as Secret]));
  return Object.fromEntries(
    service.secrets.map((name) => {
      const secret = byName.get(name.toLowerCase());
      if (!secret)
        throw new Error(`${service.name} needs the secret ${name}: add --secret env://${name.toUpperCase()}`);
      return [name, secret];
    }),
  );
}

/** `npm_token` for `env://NPM_TOKEN` and for `file://./secrets/npm_token`. */
function secretName(address: string): string {
  return (address.split(/[/:]/).at(-1) ?? "").replace(/\?.*$/, "").toLowerCase();
}
