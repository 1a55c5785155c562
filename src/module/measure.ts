import { type Container, func, ImageLayerCompression, object } from "@dagger.io/dagger";
import type { Microservice } from "../microservice.ts";
import { retryLocked } from "./locked-layers.ts";

/** How large an image is, and how large it may be */
@object()
export class ImageSize {
  /** The service's name */
  @func()
  service!: string;

  /** Uncompressed bytes of all layers */
  @func()
  sizeBytes!: number;

  /** Bytes of all layers as a registry has them, compressed by gzip */
  @func()
  compressedBytes!: number;

  /** Largest image that the service allows, uncompressed bytes */
  @func()
  budgetBytes!: number;

  /** Whether the image keeps to its budget */
  @func()
  fits!: boolean;
}

/** Uncompressed bytes of an image's layers; an archive's own few kilobytes count. */
export function uncompressedBytes(image: Container): Promise<number> {
  return archiveSize(image, ImageLayerCompression.Uncompressed);
}

/** Measures an image by its archives. */
export async function measured({ name, budgetBytes }: Microservice, image: Container): Promise<ImageSize> {
  const sizeBytes = await uncompressedBytes(image);
  const compressedBytes = await archiveSize(image, ImageLayerCompression.Gzip);
  const fits = sizeBytes <= budgetBytes;
  return Object.assign(new ImageSize(), { service: name, sizeBytes, compressedBytes, budgetBytes, fits });
}

function archiveSize(image: Container, forcedCompression: ImageLayerCompression): Promise<number> {
  return retryLocked(() => image.asTarball({ forcedCompression }).size());
}
