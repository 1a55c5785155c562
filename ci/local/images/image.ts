import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../src/failure.ts";
import {
  type BlobDescriptor,
  type ImageConfig,
  type ImageManifest,
  isConfig,
  isManifest,
  MEDIA,
} from "../../../src/publish/oci.ts";
import { type Shape, untrustedJson } from "../../../src/untrusted-json.ts";
import { hasBlob } from "./blobs.ts";
import { plainModes } from "./plain-modes.ts";
import { getJson, putJson, putLayer } from "./store.ts";

/** A finished image in the store, with what a summary says of it. */
export interface StoredImage {
  digest: string;
  /** Uncompressed bytes of all layers. */
  sizeBytes: number;
  compressedBytes: number;
  layers: { digest: string; diffId: string; sizeBytes: number; compressedBytes: number; createdBy: string }[];
}

const EPOCH = "1970-01-01T00:00:00Z";

/**
 * Takes an image that a builder wrote as a directory (containers' `dir:` form: `manifest.json`, and blobs
 * named by the hexadecimal part of their digests) into the store: each layer compressed once, configuration
 * and manifest with fixed dates. Layers of its base stay as they are, so that others know them by their
 * digests; those on top get modes as every builder could write them.
 *
 * @param base digests of its base's uncompressed layers.
 */
export async function storeImage(directory: string, base: string[] = []): Promise<StoredImage> {
  const blob = (digest: string) => join(directory, digest.replace("sha256:", ""));
  const read = async <T>(path: string, has: Shape<T>) => {
    const value = untrustedJson(await readFile(path, "utf8"), has);
    if (value === undefined)
      throw new Failure(`the builder wrote something else to ${path} than an image has there`);
    return value;
  };
  const built = await read(join(directory, "manifest.json"), isManifest);
  const config = finished(await read(blob(built.config.digest), isConfig));
  const layers: BlobDescriptor[] = [];
  const diffIds = config.rootfs.diff_ids;
  for (const [at, layer] of built.layers.entries()) {
    const diffId = diffIds[at] ?? layer.digest;
    diffIds[at] = base.includes(diffId) ? diffId : await plainModes(blob(layer.digest));
    layers.push(await putLayer(blob(layer.digest), diffIds[at]));
  }
  const manifest: ImageManifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config: await putJson(config, MEDIA.config),
    layers,
  };
  const { digest } = await putJson(manifest, MEDIA.manifest);
  const sizes = built.layers.map(({ size }) => size);
  return described(digest, manifest, config, sizes);
}

/** Dates are the builder's clock, and so is the builder's name: neither belongs to the content. */
function finished({ architecture, os, config, rootfs, history }: ImageConfig): ImageConfig {
  const { Labels, ...rest } = config;
  const labels = Object.fromEntries(
    Object.entries(Labels ?? {}).filter(([name]) => name !== "io.buildah.version"),
  );
  return {
    created: EPOCH,
    architecture,
    os,
    config: Object.keys(labels).length ? { ...rest, Labels: labels } : rest,
    rootfs,
    history: history?.map(({ created_by, empty_layer }) => ({ created: EPOCH, created_by, empty_layer })),
  };
}

function described(
  digest: string,
  manifest: ImageManifest,
  config: ImageConfig,
  sizes: number[],
): StoredImage {
  const authors = (config.history ?? []).filter(({ empty_layer }) => !empty_layer);
  const layers = manifest.layers.map((layer, at) => ({
    digest: layer.digest,
    diffId: config.rootfs.diff_ids[at] ?? "",
    sizeBytes: sizes[at] ?? 0,
    compressedBytes: layer.size,
    createdBy: authors[at]?.created_by ?? "",
  }));
  const sum = (numbers: number[]) => numbers.reduce((total, next) => total + next, 0);
  return {
    digest,
    sizeBytes: sum(sizes),
    compressedBytes: sum(manifest.layers.map(({ size }) => size)),
    layers,
  };
}

/** Whether an image is in the store, whole: manifest and configuration by content, layers by size. */
export async function isStored(digest: string): Promise<boolean> {
  const manifest = await getJson<ImageManifest>(digest);
  if (!manifest || !(await getJson(manifest.config.digest))) return false;
  return (await Promise.all(manifest.layers.map(hasBlob))).every(Boolean);
}
