import { faultText } from "../../../src/descriptor/fault.ts";
import { type Asked, type Checkout, contradiction, factsOf } from "../../../src/publish/checkout.ts";
import { type Refusal, unpublishable } from "../../../src/publish/facts.ts";
import { type Destination, parseDestination, unpublishableName } from "../../../src/publish/reference.ts";
import {
  type PublishSettings,
  parseSettings,
  registryOf,
  templatesOf,
} from "../../../src/publish/settings.ts";
import { tagsOf } from "../../../src/publish/tags.ts";
import type { Values } from "../arguments.ts";
import { badInput, EXIT, Failure } from "../failures.ts";
import { interruption } from "../interruption.ts";
import { providerFacts } from "../provider-facts.ts";
import type { Source } from "../source.ts";
import { readCheckout } from "./checkout.ts";
import { credentialsFrom } from "./credentials.ts";
import type { Publishing } from "./publish-images.ts";
import type { Publisher } from "./publisher.ts";
import { retrying } from "./retrying.ts";
import { skopeo } from "./skopeo.ts";

/**
 * Everything that a publish depends on besides images, checked before anything is built.
 *
 * @param services names of those to publish.
 * @throws a `Failure`: 2 for bad input, 3 for a dirty tree where none may be.
 */
export async function openPublishing(
  values: Values,
  source: Source,
  services: string[],
  note: (text: string) => void,
): Promise<Publishing> {
  const environment = String(values.environment);
  const settings = readSettings(source);
  const destination = destinationFor(values, settings, environment);
  const checkout = await readCheckout(source.root);
  const asked = askedOf(values, environment, settings, checkout);
  refuse(contradiction(asked, checkout));
  const tags = { templates: templatesOf(settings), latest: values.latest === true };
  for (const service of services) {
    refuse(unpublishableName(service));
    const facts = factsOf(service, asked, checkout);
    refuse(unpublishable(facts));
    checked(() => tagsOf(service, facts, tags));
  }
  return { publisher: await openPublisher(values, note), destination, tags, asked, checkout, note };
}

/** What the caller and `multistage.yaml` say of the sources. */
export function askedOf(
  values: Values,
  environment: string,
  settings: PublishSettings,
  checkout?: Checkout,
): Asked {
  const said = values.revision as string | undefined;
  return {
    environment,
    version: values.version as string | undefined,
    revision: said ?? (checkout ? undefined : providerFacts(process.env).revision),
    source: settings.source,
    created: Number(process.env.SOURCE_DATE_EPOCH) || undefined,
  };
}

/** A publisher for what the caller says of credentials and plain HTTP. */
export async function openPublisher(values: Values, note: (text: string) => void): Promise<Publisher> {
  const credentials = credentialsFrom({
    username: values["registry-username"] as string | undefined,
    password: values["registry-password"] as string | undefined,
  });
  const signal = interruption();
  const client = await skopeo({ credentials, plainHttp: values["plain-http"] === true, signal });
  const onRetry = ({ message, lines }: Error & { lines: string[] }, wait: number) =>
    note(`${message}: ${lines.at(-1) ?? ""}; again in ${Math.ceil(wait / 1000)} s`);
  return retrying(client, { onRetry, signal });
}

/** `multistage.yaml`. @throws a `Failure` (exit 2) with every fault in it. */
export function readSettings({ snapshot }: Source): PublishSettings {
  const { settings, faults } = parseSettings(snapshot.text("multistage.yaml"));
  if (faults.length) throw badInput(faults.map(faultText).join("\n"));
  return settings;
}

/** Where an environment's images go: `--registry`, or what `multistage.yaml` says. */
export function destinationFor(values: Values, settings: PublishSettings, environment: string): Destination {
  const registry = (values.registry as string | undefined) ?? registryOf(settings, environment);
  if (!registry)
    throw badInput(
      `nothing says where images for ${environment} go`,
      "say --registry HOST/PREFIX, or `registry: HOST/PREFIX` in multistage.yaml",
    );
  return checked(() => parseDestination(registry));
}

/** Turns what pure functions refuse into bad input. */
export function checked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? badInput(error.message) : error;
  }
}

/** @throws where there is a reason to refuse. */
export function refuse(refusal: Refusal | undefined): void {
  if (!refusal) return;
  const { message, next, policy } = refusal;
  throw new Failure(message, { exitCode: policy ? EXIT.policy : EXIT.input, next });
}
