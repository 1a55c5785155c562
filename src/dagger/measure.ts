import { type Container, func, ImageLayerCompression, object } from "@dagger.io/dagger";
import type { Microservice } from "../microservice.ts";

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

/** Measures an image by its archives; their own few kilobytes count. */
export async function measured({ name, budgetBytes }: Microservice, image: Container): Promise<ImageSize> {
  const [sizeBytes, compressedBytes] = (await Promise.all(
    [ImageLayerCompression.Uncompressed, ImageLayerCompression.Gzip].map((forcedCompression) =>
      image.asTarball({ forcedCompression }).size(),
    ),
  )) as [number, number];
  const fits = sizeBytes <= budgetBytes;
  return Object.assign(new ImageSize(), { service: name, sizeBytes, compressedBytes, budgetBytes, fits });
}
