import type { Engine, RegistryOptions } from "../engine.ts";
import type { Publisher } from "../publish/publisher.ts";
import { withRetries } from "../publish/with-retries.ts";

/** A client for registries that tries again what a retry can mend, and says so. */
export async function publisherFor(
  engine: Engine,
  hosts: string[],
  options: RegistryOptions = {},
): Promise<Publisher> {
  const { progress, signal, registryWaitMs: most } = engine;
  const client = await engine.registry(hosts, { timeout: most, ...options });
  return withRetries(client, {
    signal,
    most,
    onRetry: ({ message, lines }, wait) =>
      progress.note(`${message}: ${lines.at(-1) ?? ""}; again in ${Math.ceil(wait / 1000)} s`),
  });
}
