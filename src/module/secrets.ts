import type { Secret, Socket } from "@dagger.io/dagger";
import { isSecret } from "../commands/secrets.ts";
import { secretsOf } from "../git-access.ts";
import type { Microservice } from "../microservice.ts";

/** Build secrets as the module's functions take them. */
export interface GivenSecrets {
  secret?: Secret[];
  /** The names that services declare for them, in the same order. */
  secretName?: string[];
  /** The caller's ssh agent. */
  ssh?: Socket;
}

/**
 * The name of each secret that was given: the caller's, or what its address says (`env://NPM_TOKEN` is
 * `npm_token`, `file://./secrets/npm_token` as well).
 */
export function secretNames({ secret = [], secretName = [] }: GivenSecrets): Promise<string[]> {
  return Promise.all(secret.map(async (one, at) => secretName[at] ?? addressName(await one.uri())));
}

/** Each secret that the service declares. */
export async function namedSecrets(
  service: Pick<Microservice, "secrets" | "git">,
  given: GivenSecrets,
): Promise<Record<string, Secret>> {
  const secrets = secretsOf(service);
  if (!secrets.length) return {};
  const names = await secretNames(given);
  const find = (name: string) => given.secret?.[names.findIndex((other) => isSecret(other, name))];
  return Object.fromEntries(
    secrets.flatMap((name) => {
      const value = find(name);
      return value ? [[name, value]] : [];
    }),
  );
}

function addressName(uri: string): string {
  return (uri.split(/[/:]/).at(-1) ?? "").replace(/\?.*$/, "").toLowerCase();
}
