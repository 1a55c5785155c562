import { type FileHandle, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OpenedImage } from "../../../src/engine.ts";
import type { ImageConfig, ImageManifest } from "../../../src/publish/oci.ts";
import { layerFiles } from "../../../src/start-check/layer-files.ts";
import type { Bytes } from "../../../src/start-check/tar.ts";
import { scratchPath } from "../process/scratch.ts";

/** An image's layers as files, until nobody needs them: written when first asked for. */
export class ExtractedImage {
  readonly #write: (directory: string) => Promise<void>;
  #directory: Promise<string> | undefined;

  /** @param write writes an image in containers' `dir:` form. */
  constructor(write: (directory: string) => Promise<void>) {
    this.#write = write;
  }

  /** A directory with `manifest.json`, and blobs named by the hexadecimal part of their digests. */
  directory(): Promise<string> {
    this.#directory ??= this.#laid();
    return this.#directory;
  }

  /** Lends its configuration and its files; drops it where that fails. */
  async lend<T>(use: (opened: OpenedImage) => Promise<T>): Promise<T> {
    const directory = await this.directory();
    const blob = (digest: string) => join(directory, digest.replace("sha256:", ""));
    const read = async <V>(path: string) => JSON.parse(await readFile(path, "utf8")) as V;
    const { config, layers } = await read<ImageManifest>(join(directory, "manifest.json"));
    const opened: FileHandle[] = [];
    const files = async () => {
      for (const { digest } of layers) opened.push(await open(blob(digest)));
      return layerFiles(opened.map(bytesOf));
    };
    try {
      return await use({ config: await read<ImageConfig>(blob(config.digest)), files });
    } catch (error) {
      await this.drop();
      throw error;
    } finally {
      await Promise.all(opened.map((file) => file.close()));
    }
  }

  async drop(): Promise<void> {
    const directory = await this.#directory?.catch(() => undefined);
    this.#directory = undefined;
    if (directory) await rm(directory, { recursive: true, force: true });
  }

  async #laid(): Promise<string> {
    const directory = await scratchPath();
    await mkdir(directory);
    await this.#write(directory);
    return directory;
  }
}

function bytesOf(file: FileHandle): Bytes {
  return {
    async read(from, length) {
      const most = Math.min(length, Math.max(0, (await file.stat()).size - from));
      const bytes = Buffer.alloc(most);
      const { bytesRead } = await file.read(bytes, 0, most, from);
      return bytes.subarray(0, bytesRead);
    },
  };
}
