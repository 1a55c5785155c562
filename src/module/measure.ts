import { type Container, func, ImageLayerCompression, object } from "@dagger.io/dagger";
import type { Microservice } from "../microservice.ts";
import { archiveSize } from "./archive.ts";

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

  /** Largest image that the service allows, uncompressed bytes; 0 where it allows any */
  @func()
  budgetBytes!: number;

  /** Whether the image keeps to its budget */
  @func()
  fits!: boolean;
}

/** Measures an image by its archives. */
export async function measured({ name, budgetBytes }: Microservice, image: Container): Promise<ImageSize> {
  const sizeBytes = await archiveSize(image);
  const compressedBytes = await archiveSize(image, ImageLayerCompression.Gzip);
  const fits = sizeBytes <= (budgetBytes ?? Number.POSITIVE_INFINITY);
  const told = { service: name, sizeBytes, compressedBytes, budgetBytes: budgetBytes ?? 0, fits };
  return Object.assign(new ImageSize(), told);
}
