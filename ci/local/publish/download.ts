import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { RemoteImage } from "../../../src/engine.ts";
import { MEDIA } from "../../../src/publish/oci.ts";
import { RegistryFailure } from "../../../src/publish/publisher.ts";
import { isLoopback } from "../../../src/publish/reference.ts";
import { isStored } from "../images/image.ts";
import { place, putJson } from "../images/store.ts";
import { inScratch } from "../process/scratch.ts";
import { ensureTools } from "../process/tools.ts";
import { type LocalSkopeo, runIn } from "./skopeo.ts";

/** Slowest download that counts as one, bytes a millisecond. */
const BYTES_PER_MS = 1000;

/**
 * Puts an image of a registry into the cache directory, under the digest that it had when it was built.
 *
 * @throws RegistryFailure where the registry hasn't all of it, or a blob isn't what its digest says.
 */
export async function download(
  { repository, digest, manifest, image }: RemoteImage,
  { plainHttp, timeout = 60_000, ...access }: LocalSkopeo,
): Promise<void> {
  if (await isStored(image.digest)) return;
  await ensureTools(["skopeo"]);
  const bytes = manifest.layers.reduce((sum, { size }) => sum + size, 0);
  await inScratch(async (directory) => {
    const plain = plainHttp || isLoopback(repository) ? ["--src-tls-verify=false"] : [];
    const source = `docker://${repository}@${digest}`;
    const call = {
      words: (to: string) => ["copy", "--quiet", "--preserve-digests", source, `dir:${to}`, ...plain],
      repositories: [repository],
      wait: timeout + bytes / BYTES_PER_MS,
    };
    const { exitCode, stderr } = await runIn(directory, call, access);
    const said = stderr.trim().split("\n");
    if (exitCode !== 0)
      throw new RegistryFailure(`${repository}: the download failed`, "broken", said.slice(-5));
    for (const blob of new Set([manifest.config, ...manifest.layers].map((one) => one.digest)))
      await place(blob, (path) => rename(join(directory, blob.replace("sha256:", "")), path));
    await putJson(manifest, MEDIA.manifest);
  });
}
