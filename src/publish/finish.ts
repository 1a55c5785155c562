import { Failure } from "../failure.ts";
import { type Facts, timestamp } from "./facts.ts";
import { baseOf, labelsOf } from "./labels.ts";
import { type Blobs, type ImageConfig, type ImageManifest, MEDIA, type RunSettings } from "./oci.ts";

/** A built image, as {@link finish} needs it. */
export interface BuiltImage {
  service: string;
  /** Of the image as built, among the blobs. */
  digest: string;
  /** What its last stage starts from. */
  base?: string;
}

/**
 * The image that is published: the layers as built; dates, labels and annotations by the facts. The same
 * layers and facts give the same digest on every machine, whatever built it.
 *
 * Labels that the service declares win over ours.
 *
 * @returns its digest, among the blobs.
 */
export async function finish(
  blobs: Blobs,
  { service, digest, base }: BuiltImage,
  facts: Facts,
): Promise<string> {
  const manifest = await blobs.getJson<ImageManifest>(digest);
  const built = manifest && (await blobs.getJson<ImageConfig>(manifest.config.digest));
  if (!manifest || !built)
    throw new Failure(`${service}: the image ${digest} is no longer in the store`, {
      next: "build it again",
    });
  const labels = labelsOf(service, facts, baseOf(base));
  const finished: ImageManifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config: await blobs.putJson(configOf(built, labels, timestamp(facts.created)), MEDIA.config),
    layers: manifest.layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
    annotations: sorted({ ...manifest.annotations, ...labels }),
  };
  return (await blobs.putJson(finished, MEDIA.manifest)).digest;
}

/**
 * A configuration in one form. Builders differ in the order of fields and variables, in how they write what
 * isn't set, and in what they tell of each step: a layer is told of, and no more.
 */
export function configOf(
  { architecture, variant, os, config, rootfs }: ImageConfig,
  labels: Record<string, string>,
  created: string,
): ImageConfig {
  return {
    created,
    architecture,
    ...(variant ? { variant } : {}),
    os,
    config: settingsOf({ ...config, Labels: { ...labels, ...config.Labels } }),
    rootfs: { type: rootfs.type, diff_ids: rootfs.diff_ids },
    history: rootfs.diff_ids.map(() => ({ created, created_by: "multistage" })),
  };
}

/** A label that buildah puts on whatever it made, bases as well. */
const BUILDER = "io.buildah.version";

function settingsOf({ Env = [], WorkingDir, Labels = {}, ...rest }: RunSettings): RunSettings {
  const { User, ExposedPorts = {}, Entrypoint, Cmd, Volumes = {}, StopSignal } = rest;
  const { [BUILDER]: _, ...labels } = Labels;
  const all = {
    User,
    ExposedPorts: sorted(ExposedPorts ?? {}),
    Env: [...(Env ?? [])].sort(),
    Entrypoint,
    Cmd,
    Volumes: sorted(Volumes ?? {}),
    WorkingDir: WorkingDir === "/" ? undefined : WorkingDir,
    Labels: sorted(labels),
    StopSignal,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value && Object.keys(value).length));
}

function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}
