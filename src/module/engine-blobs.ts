import { type Directory, dag, type File } from "@dagger.io/dagger";
import { sha256 } from "../publish/digest.ts";
import {
  type BlobDescriptor,
  type Blobs,
  type ImageManifest,
  layoutIndex,
  MEDIA,
  OCI_LAYOUT,
} from "../publish/oci.ts";

/** Images on their way from an engine to a registry: their texts are here, their layers stay on the engine. */
export class EngineBlobs implements Blobs {
  readonly #texts = new Map<string, string>();
  readonly #layers = new Map<string, File>();

  async getJson<T>(digest: string): Promise<T | undefined> {
    const text = this.#texts.get(digest);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  async putJson(value: unknown, mediaType: string): Promise<BlobDescriptor> {
    const text = JSON.stringify(value);
    const digest = sha256(text);
    this.#texts.set(digest, text);
    return { mediaType, digest, size: new TextEncoder().encode(text).length };
  }

  /** Keeps a compressed layer. */
  putLayer(file: File, digest: string, size: number): BlobDescriptor {
    this.#layers.set(digest, file);
    return { mediaType: MEDIA.layer, digest, size };
  }

  /** One kept image as an OCI image layout, under the name `image`. */
  async layout(digest: string, withoutLayers = false): Promise<Directory> {
    const manifest = await this.getJson<ImageManifest>(digest);
    if (!manifest) throw new Error(`there is no image ${digest}`);
    const begun = dag
      .directory()
      .withNewFile("oci-layout", JSON.stringify(OCI_LAYOUT))
      .withNewFile("index.json", JSON.stringify(layoutIndex(manifest, digest, "image")));
    const layers = withoutLayers ? [] : manifest.layers.map((layer) => layer.digest);
    const digests = [digest, manifest.config.digest, ...layers];
    return digests.reduce((to, one) => this.#with(to, one), begun);
  }

  #with(to: Directory, digest: string): Directory {
    const path = `blobs/${digest.replace(":", "/")}`;
    const layer = this.#layers.get(digest);
    return layer ? to.withFile(path, layer) : to.withNewFile(path, this.#texts.get(digest) ?? "");
  }
}
