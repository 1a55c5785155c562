import { type Container, type File, ImageLayerCompression, ImageMediaTypes } from "@dagger.io/dagger";
import { retryLocked } from "./locked-layers.ts";

/** An image as an OCI archive, made once for whoever asks: it is measured, looked at and published. */
export function archiveOf(
  image: Container,
  forcedCompression: ImageLayerCompression = ImageLayerCompression.Uncompressed,
): File {
  return image.asTarball({ forcedCompression, mediaTypes: ImageMediaTypes.OcimediaTypes });
}

/** Bytes of an image's archive; the few kilobytes of its own count. */
export function archiveSize(image: Container, compression?: ImageLayerCompression): Promise<number> {
  return retryLocked(() => archiveOf(image, compression).size());
}
