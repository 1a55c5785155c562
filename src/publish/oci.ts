import { isCount, isListOf, isObject, isText } from "../untrusted-json.ts";
import { isDigest } from "./digest.ts";

/** What the OCI image specification names, as far as it is looked at here. */
export const MEDIA = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
  index: "application/vnd.oci.image.index.v1+json",
  empty: "application/vnd.oci.empty.v1+json",
} as const;

/** A blob that another one refers to. */
export interface BlobDescriptor {
  mediaType: string;
  digest: string;
  size: number;
  annotations?: Record<string, string>;
}

/** An image's manifest. */
export interface ImageManifest {
  schemaVersion: 2;
  mediaType: string;
  artifactType?: string;
  config: BlobDescriptor;
  layers: BlobDescriptor[];
  annotations?: Record<string, string>;
}

/** Whether a value refers to a blob by a digest that may become a file's name. */
export function isDescriptor(value: unknown): value is BlobDescriptor {
  return isObject(value) && isText(value.mediaType) && isDigest(value.digest) && isCount(value.size);
}

/** Whether a value is one image's manifest, or an artifact's. */
export function isManifest(value: unknown): value is ImageManifest {
  return isNamed(value) && isDescriptor(value.config) && isListOf(value.layers, isDescriptor);
}

/** Whether a value is what a registry names: a manifest, or an index of several; of any version. */
export function isNamed(value: unknown): value is Record<string, unknown> {
  return isObject(value) && isCount(value.schemaVersion);
}

/** Whether a value is an image's configuration, as far as it is looked at. */
export function isConfig(value: unknown): value is ImageConfig {
  const rootfs = isObject(value) ? value.rootfs : undefined;
  return isObject(rootfs) && isListOf(rootfs.diff_ids, isDigest);
}

/** An image's configuration. */
export interface ImageConfig {
  created?: string;
  architecture: string;
  variant?: string;
  os: string;
  config: RunSettings;
  rootfs: { type: string; diff_ids: string[] };
  history?: { created?: string; created_by?: string; empty_layer?: boolean; comment?: string }[];
}

/** How a container of an image runs. */
export interface RunSettings {
  User?: string;
  ExposedPorts?: Record<string, unknown>;
  Env?: string[];
  Entrypoint?: string[];
  Cmd?: string[];
  Volumes?: Record<string, unknown>;
  WorkingDir?: string;
  Labels?: Record<string, string>;
  StopSignal?: string;
}

/** Where an image's parts are kept before they are uploaded: by digest. */
export interface Blobs {
  /** A JSON blob; undefined where it isn't there, or isn't what its digest says. */
  getJson<T>(digest: string): Promise<T | undefined>;
  /** Keeps a value in one spelling only, so that equal values have equal digests. */
  putJson(value: unknown, mediaType: string): Promise<BlobDescriptor>;
}

/** The index that makes a directory with one image an OCI image layout. */
export function layoutIndex(manifest: ImageManifest, digest: string, reference: string) {
  const size = new TextEncoder().encode(JSON.stringify(manifest)).length;
  const annotations = { "org.opencontainers.image.ref.name": reference };
  const root: BlobDescriptor = { mediaType: MEDIA.manifest, digest, size, annotations };
  return { schemaVersion: 2, mediaType: MEDIA.index, manifests: [root] };
}

/** The file that says so. */
export const OCI_LAYOUT = { imageLayoutVersion: "1.0.0" };

/** Bytes of an image's layers as they are moved. */
export function layersSize({ layers }: Pick<ImageManifest, "layers">): number {
  return layers.reduce((sum, { size }) => sum + size, 0);
}
