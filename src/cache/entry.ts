import { isDigest, sha256 } from "../publish/digest.ts";
import {
  type BlobDescriptor,
  type ImageConfig,
  type ImageManifest,
  isManifest,
  MEDIA,
} from "../publish/oci.ts";
import type { LayerSize, StageTiming, StartCheck } from "../report/result.ts";
import { isCount, isListOf, isObject, isOptional, isText, untrustedJson } from "../untrusted-json.ts";
import type { EntryKind } from "./keys.ts";

/** What the shared cache has under one key. */
export interface Entry {
  schemaVersion: 1;
  /** Under which it was written: an entry that was given another's tag is none. */
  key: string;
  kind: EntryKind;
  /** The service's name, for whoever looks. */
  service: string;
  /** Wall time of the build. */
  durationMs: number;
  stages: Pick<StageTiming, "name" | "base">[];
  /** The day of its last use: `2026-11-27`. */
  used: string;
  /** Digest of the manifest that said so before. */
  replaced?: string;
  /** What came of looking whether the image can start. */
  start?: StartCheck;
  /** What a test or a linter printed. */
  output?: string;
  image?: EntryImage;
}

/** A finished image as an entry has it: all that a publish needs, without its layers. */
export interface EntryImage {
  /** Of its manifest, as it was built. */
  digest: string;
  config: ImageConfig;
  /** Uncompressed; of images that builds start from, as they are moved. */
  sizeBytes: number;
  compressedBytes?: number;
  layers?: LayerSize[];
}

/** An entry that was found, and the manifest that says it. */
export interface FoundEntry {
  entry: Entry;
  /** Of the image as it was built; of an outcome without image, the entry's own. */
  manifest: ImageManifest;
  /** Of the entry's manifest. */
  digest: string;
}

/** By which a manifest is an entry. */
const ANNOTATION = "dev.multistage.entry";

/** What an outcome without image has for a configuration and a layer: `{}`. */
const EMPTY: BlobDescriptor = { mediaType: MEDIA.empty, digest: sha256("{}"), size: 2 };

/**
 * An entry as a manifest: the image's own, so that a registry keeps its layers and containers' tools can pull it, with
 * the entry as an annotation.
 *
 * @param image the manifest of its image, where it has one.
 */
export function entryManifest(entry: Entry, image?: ImageManifest): ImageManifest {
  const { config, layers } = image ?? { config: EMPTY, layers: [EMPTY] };
  return { ...plainManifest({ config, layers }), annotations: { [ANNOTATION]: JSON.stringify(entry) } };
}

/**
 * Reads an entry from what a registry answered.
 *
 * @returns undefined where it is none, of another key, or its image isn't the one that its digest says.
 */
export function parseEntry(text: string, key: string): FoundEntry | undefined {
  const whole = untrustedJson(text, isManifest);
  const entry = whole && untrustedJson(whole.annotations?.[ANNOTATION] ?? "", isEntry);
  if (!entry || entry.key !== key) return undefined;
  const manifest = plainManifest(whole);
  if (entry.image && !isSound(entry.image, manifest)) return undefined;
  return { entry, manifest, digest: sha256(text) };
}

/** The manifest in the one spelling that finished images have. */
export function plainManifest({ config, layers }: Pick<ImageManifest, "config" | "layers">): ImageManifest {
  const plain = ({ mediaType, digest, size }: BlobDescriptor) => ({ mediaType, digest, size });
  return { schemaVersion: 2, mediaType: MEDIA.manifest, config: plain(config), layers: layers.map(plain) };
}

function isSound({ digest, config }: EntryImage, manifest: ImageManifest): boolean {
  return (
    sha256(JSON.stringify(manifest)) === digest && sha256(JSON.stringify(config)) === manifest.config.digest
  );
}

function isEntry(value: unknown): value is Entry {
  return (
    isObject(value) &&
    value.schemaVersion === 1 &&
    [value.key, value.kind, value.service, value.used].every(isText) &&
    isCount(value.durationMs) &&
    isListOf(value.stages, isStage) &&
    isOptional(value.output, isText) &&
    isOptional(value.replaced, isDigest) &&
    isOptional(value.start, isStart) &&
    isOptional(value.image, isImage)
  );
}

function isImage(value: unknown): value is EntryImage {
  return (
    isObject(value) &&
    isText(value.digest) &&
    isObject(value.config) &&
    isCount(value.sizeBytes) &&
    isOptional(value.compressedBytes, isCount) &&
    isOptional(value.layers, (layers): layers is LayerSize[] => isListOf(layers, isLayer))
  );
}

function isStart(value: unknown): value is StartCheck {
  return isObject(value) && [value.how, value.said].every(isText) && isListOf(value.warnings, isText);
}

function isLayer(value: unknown): value is LayerSize {
  return (
    isObject(value) &&
    [value.digest, value.diffId, value.createdBy].every(isText) &&
    [value.sizeBytes, value.compressedBytes].every(isCount)
  );
}

function isStage(value: unknown): value is Entry["stages"][number] {
  return isObject(value) && isText(value.name) && isText(value.base);
}
