import type { Asked, Checkout } from "../../../src/publish/checkout.ts";
import { askedOf, decidePublish, type PublishRequest, settingsIn } from "../../../src/publish/decide.ts";
import type { Publishing } from "../../../src/publish/publish-images.ts";
import type { PublishTools } from "../../../src/publish/publisher.ts";
import { retrying } from "../../../src/publish/retrying.ts";
import { type PublishSettings, SETTINGS_FILE } from "../../../src/publish/settings.ts";
import type { Values } from "../arguments.ts";
import { interruption } from "../process/interruption.ts";
import type { Source } from "../source/source.ts";
import { readCheckout } from "./checkout.ts";
import { credentialsFrom } from "./credentials.ts";
import { providerFacts } from "./provider-facts.ts";
import { localBlobs, skopeo } from "./skopeo.ts";

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
  const settings = readSettings(source);
  const checkout = await readCheckout(source.root);
  const decided = decidePublish(requestOf(values, checkout), settings, services, checkout);
  return { ...decided, ...(await openTools(values, note)) };
}

/** What the caller and `multistage.yaml` say of the sources. */
export function askedBy(values: Values, settings: PublishSettings, checkout?: Checkout): Asked {
  return askedOf(requestOf(values, checkout), settings);
}

function requestOf(values: Values, checkout?: Checkout): PublishRequest {
  const said = values.revision as string | undefined;
  return {
    environment: String(values.environment),
    registry: values.registry as string | undefined,
    version: values.version as string | undefined,
    revision: said ?? (checkout ? undefined : providerFacts(process.env).revision),
    latest: values.latest === true,
    created: Number(process.env.SOURCE_DATE_EPOCH) || undefined,
  };
}

/** A publisher for what the caller says of credentials and plain HTTP, and the images in the cache. */
export async function openTools(values: Values, note: (text: string) => void): Promise<PublishTools> {
  const credentials = credentialsFrom({
    username: values["registry-username"] as string | undefined,
    password: values["registry-password"] as string | undefined,
  });
  const signal = interruption();
  const client = await skopeo({ credentials, plainHttp: values["plain-http"] === true, signal });
  const onRetry = ({ message, lines }: Error & { lines: string[] }, wait: number) =>
    note(`${message}: ${lines.at(-1) ?? ""}; again in ${Math.ceil(wait / 1000)} s`);
  return { publisher: retrying(client, { onRetry, signal }), blobs: localBlobs };
}

/** `multistage.yaml`. @throws a `Failure` (exit 2) with every fault in it. */
export function readSettings({ snapshot }: Source): PublishSettings {
  return settingsIn(snapshot.text(SETTINGS_FILE));
}
