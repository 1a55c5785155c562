import { writeFile } from "node:fs/promises";
import { type Destination, RELEASES } from "../../../src/publish/reference.ts";
import {
  nextRelease,
  parseRelease,
  RELEASE_TYPE,
  type Release,
  type ReleasedImage,
  releaseTag,
} from "../../../src/release/release.ts";
import { EXIT, Failure } from "../failures.ts";
import { cacheDir } from "../paths.ts";
import { MEDIA, placeFile, putJson } from "../store.ts";
import type { Publisher } from "./publisher.ts";

/** A release as the registry keeps it. */
export interface KnownRelease {
  release: Release;
  digest: string;
}

const EMPTY = "application/vnd.oci.empty.v1+json";

/** Times that a release is written anew because another publish came in between. */
const RACES = 5;

function repositoryOf({ prefix }: Destination): string {
  return `${prefix}/${RELEASES}`;
}

/** The release that a tag or digest names: an environment for its newest; undefined where there is none. */
export async function findRelease(
  publisher: Publisher,
  destination: Destination,
  reference: string,
): Promise<KnownRelease | undefined> {
  const digest = await publisher.digestOf(repositoryOf(destination), reference);
  if (!digest) return undefined;
  return { digest, release: parseRelease(await publisher.read(repositoryOf(destination), digest)) };
}

/**
 * Writes what an environment has now as its next release: in the registry by digest, then under its number,
 * then as the environment's newest; and in the cache directory. Where nothing changed it writes nothing.
 *
 * A registry can't compare and swap: where another publish wrote in between, ours is written again on top.
 *
 * @param restores number of the release that a rollback brings back.
 */
export async function recordRelease(
  publisher: Publisher,
  destination: Destination,
  environment: string,
  images: ReleasedImage[],
  restores?: number,
): Promise<KnownRelease> {
  const repository = repositoryOf(destination);
  for (let race = 0; race < RACES; race += 1) {
    const current = await findRelease(publisher, destination, environment);
    const next = nextRelease(environment, images, current, restores);
    if (!next && current) return current;
    const written = await writeNumbered(publisher, repository, next as Release);
    if ((await publisher.digestOf(repository, environment)) !== current?.digest) continue;
    await publisher.tag(repository, written.digest, environment);
    if ((await publisher.digestOf(repository, environment)) === written.digest)
      return keep(destination, written);
  }
  throw new Failure(`other publishes to ${environment} keep coming in between`, { exitCode: EXIT.retry });
}

/** A number that an interrupted publish left on something else is passed over. */
async function writeNumbered(publisher: Publisher, repository: string, next: Release): Promise<KnownRelease> {
  for (let { number } = next; ; number += 1) {
    const release = { ...next, number };
    const digest = await putRelease(release);
    const tag = releaseTag(release.environment, number);
    const there = await publisher.digestOf(repository, tag);
    if (there && there !== digest) continue;
    if (!(await publisher.digestOf(repository, digest))) await publisher.upload(repository, digest);
    if (!there) await publisher.tag(repository, digest, tag);
    return { release, digest };
  }
}

/** Takes a release into the store as an OCI artifact; answers its digest. */
async function putRelease(release: Release): Promise<string> {
  const layer = await putJson(release, RELEASE_TYPE);
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    artifactType: RELEASE_TYPE,
    config: await putJson({}, EMPTY),
    layers: [layer],
  };
  return (await putJson(manifest, MEDIA.manifest)).digest;
}

async function keep({ prefix }: Destination, known: KnownRelease): Promise<KnownRelease> {
  const { environment, number } = known.release;
  const text = `${JSON.stringify(known.release, null, 2)}\n`;
  const folder = prefix.replace(/[^\w.-]+/g, "-");
  for (const name of [environment, releaseTag(environment, number)])
    await placeFile(cacheDir("releases", folder, `${name}.json`), (path) => writeFile(path, text));
  return known;
}
