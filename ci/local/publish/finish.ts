import { type Facts, timestamp } from "../../../src/publish/facts.ts";
import { baseOf, labelsOf } from "../../../src/publish/labels.ts";
import { Failure } from "../failures.ts";
import type { ImageConfig, Manifest } from "../image.ts";
import { getJson, MEDIA, putJson } from "../store.ts";

/** A built image, as {@link finish} needs it. */
export interface BuiltImage {
  service: string;
  /** Of the image as built, in the store. */
  digest: string;
  /** What its last stage starts from. */
  base?: string;
}

/**
 * The image that is published: the layers as built; dates, labels and annotations by the facts. The same
 * layers and facts give the same digest on every machine.
 *
 * Labels that the service declares win over ours.
 *
 * @returns its digest, in the store.
 */
export async function finish({ service, digest, base }: BuiltImage, facts: Facts): Promise<string> {
  const manifest = await getJson<Manifest>(digest);
  const built = manifest && (await getJson<ImageConfig>(manifest.config.digest));
  if (!manifest || !built)
    throw new Failure(`${service}: the image ${digest} is no longer in the store`, {
      next: "build it again",
    });
  const labels = labelsOf(service, facts, baseOf(base));
  const config = await putJson(dated(built, labels, timestamp(facts.created)), MEDIA.config);
  const finished = { ...manifest, config, annotations: sorted({ ...manifest.annotations, ...labels }) };
  return (await putJson(finished, MEDIA.manifest)).digest;
}

function dated(built: ImageConfig, labels: Record<string, string>, created: string): ImageConfig {
  return {
    ...built,
    created,
    config: { ...built.config, Labels: sorted({ ...labels, ...built.config.Labels }) },
    history: built.history?.map((step) => ({ ...step, created })),
  };
}

function sorted(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}
