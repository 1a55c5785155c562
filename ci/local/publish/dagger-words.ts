import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { badInput } from "../../../src/failure.ts";
import { destinationOf, settingsIn } from "../../../src/publish/destination-plan.ts";
import type { Account } from "../../../src/publish/docker-auth.ts";
import { isLoopback } from "../../../src/publish/reference.ts";
import { SETTINGS_FILE } from "../../../src/publish/settings.ts";
import type { Flags, Values } from "../arguments.ts";
import { readSource } from "../source/source.ts";
import { readCheckout } from "./checkout.ts";
import { accountFor, credentialsFrom } from "./credentials.ts";
import { providerFacts } from "./provider-facts.ts";

/** What the module can't see by itself, as more words for `dagger call`. */
export interface PublishWords {
  words: string[];
  /** Variables that the words refer to. */
  env: Record<string, string>;
}

/** The variable that hands a password on: a command line shows its name alone. */
const PASSWORD = "MULTISTAGE_REGISTRY_PASSWORD";

/**
 * Tells a function that publishes what this machine knows: who asks the registry, what git says of the
 * sources, and the registry itself where only this machine reaches it.
 *
 * @param use is given none where the function publishes nothing; files that words name end with it.
 */
export async function withPublishWords<T>(
  values: Values,
  flags: Flags,
  use: (more: PublishWords) => Promise<T>,
): Promise<T> {
  if (!flags.registry) return use({ words: [], env: {} });
  const source = await readSource(String(values.source));
  const settings = settingsIn(source.snapshot.text(SETTINGS_FILE));
  const named = flags.from ? [values.from, values.to] : [values.environment];
  const registry = values.registry as string | undefined;
  const hosts = named.map((name) => destinationOf(registry, settings, String(name)).host);
  const account = values["registry-username"] ? undefined : await sharedAccount([...new Set(hosts)]);
  const directory = await mkdtemp(join(tmpdir(), "multistage-publish-"));
  try {
    const sources = flags.version && !flags.from ? await sourceWords(source.root, values, directory) : [];
    const words = [...serviceWords(hosts), ...accountWords(account), ...sources];
    return await use({ words, env: account ? { [PASSWORD]: account.password } : {} });
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Containers reach no loopback but their own: the registry comes to them through the caller. */
function serviceWords(hosts: string[]): string[] {
  const [local] = hosts.filter(isLoopback);
  return local ? ["--registry-service", `tcp://${local}`] : [];
}

/** A module takes one account. @throws a `Failure` (exit 2) where two registries want different ones. */
async function sharedAccount(hosts: string[]): Promise<Account | undefined> {
  const credentials = credentialsFrom({});
  const [first, ...others] = await Promise.all(hosts.map((host) => accountFor(credentials, host)));
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
    throw badInput(`${hosts.join(" and ")} have different accounts`, "--engine buildah takes both");
  return first;
}

function accountWords(account?: Account): string[] {
  if (!account) return [];
  return ["--registry-username", account.username, "--registry-password", `env://${PASSWORD}`];
}

async function sourceWords(root: string, values: Values, directory: string): Promise<string[]> {
  const checkout = await readCheckout(root);
  const { revision } = providerFacts(process.env);
  if (!checkout) return values.revision || !revision ? [] : ["--revision", revision];
  const path = join(directory, "checkout.json");
  await writeFile(path, JSON.stringify(checkout));
  return ["--checkout", path];
}
