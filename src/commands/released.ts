import type { Engine } from "../engine.ts";
import { settingsIn } from "../publish/destination-plan.ts";
import { type BlobDescriptor, isManifest } from "../publish/oci.ts";
import { requireAll } from "../publish/pool.ts";
import { hostOf, parseDestination } from "../publish/reference.ts";
import { registryOf, SETTINGS_FILE } from "../publish/settings.ts";
import { standingOf } from "../release/current-release.ts";
import { untrustedJson } from "../untrusted-json.ts";
import { publisherFor } from "./registry.ts";

/**
 * Layers of the images that environments have, by what their releases say; those of one image as one text. Its digest
 * isn't the one that it was built with: a publish adds labels.
 *
 * @throws a `Failure` where that can't be read.
 */
export async function releasedLayers(
  engine: Engine,
  environments: string[],
  registry?: string,
): Promise<Set<string>> {
  const settings = settingsIn(engine.snapshot.text(SETTINGS_FILE));
  const found = new Set<string>();
  for (const environment of environments) {
    const place = registry ?? registryOf(settings, environment);
    if (!place) continue;
    const destination = parseDestination(place);
    const publisher = await publisherFor(engine, [hostOf(destination.prefix)]);
    const { services } = await standingOf({ publisher, blobs: engine.blobs }, destination, environment);
    const manifests = await requireAll(services, (one) => publisher.manifest(one.repository, one.digest));
    for (const text of manifests) found.add(layersText(untrustedJson(text ?? "", isManifest)?.layers ?? []));
  }
  return found;
}

/** The layers of an image as one text. */
export function layersText(layers: Pick<BlobDescriptor, "digest">[]): string {
  return layers.map(({ digest }) => digest).join(" ");
}
