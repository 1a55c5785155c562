import { EXIT, Failure } from "../failure.ts";
import { type Blobs, MEDIA } from "../publish/oci.ts";
import type { Publisher, PublishTools } from "../publish/publisher.ts";
import { type Destination, RELEASES } from "../publish/reference.ts";
import {
  type NextOptions,
  nextRelease,
  parseRelease,
  RELEASE_TYPE,
  type Release,
  type ReleasedImage,
  releaseTag,
} from "./release.ts";

/** A release as the registry keeps it. */
export interface KnownRelease {
  release: Release;
  digest: string;
}

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
  const repository = repositoryOf(destination);
  const digest = await publisher.digestOf(repository, reference);
  if (!digest) return undefined;
  return {
    digest,
    release: parseRelease(await publisher.read(repository, digest), `${repository}:${reference}`),
  };
}

/**
 * Writes what an environment has now as its next release: in the registry by digest, then under its number,
 * then as the environment's newest. Where nothing changed it writes nothing.
 *
 * A registry can't compare and swap: where another publish wrote in between, ours is written again on top.
 */
export async function recordRelease(
  tools: PublishTools,
  destination: Destination,
  environment: string,
  images: ReleasedImage[],
  options: NextOptions = {},
): Promise<KnownRelease> {
  const { publisher } = tools;
  const repository = repositoryOf(destination);
  for (let race = 0; race < RACES; race += 1) {
    const current = await findRelease(publisher, destination, environment);
    if (race && current) await giveBack(publisher, repository, current);
    const next = nextRelease(environment, images, current, options);
    if (!next && current) return current;
    const written = await writeNumbered(tools, repository, next as Release);
    if ((await publisher.digestOf(repository, environment)) !== current?.digest) continue;
    await publisher.tag(repository, written.digest, environment);
    if ((await publisher.digestOf(repository, environment)) === written.digest) return written;
  }
  throw new Failure(`other publishes to ${environment} keep coming in between`, { exitCode: EXIT.retry });
}

/** Whoever lost a race may have put its number on a release of its own that counts for nothing. */
async function giveBack(
  publisher: Publisher,
  repository: string,
  { release, digest }: KnownRelease,
): Promise<void> {
  const tag = releaseTag(release.environment, release.number);
  if ((await publisher.digestOf(repository, tag)) !== digest) await publisher.tag(repository, digest, tag);
}

/** A number that an interrupted publish left on something else is passed over. */
async function writeNumbered(
  { publisher, blobs }: PublishTools,
  repository: string,
  next: Release,
): Promise<KnownRelease> {
  for (let { number } = next; ; number += 1) {
    const release = { ...next, number };
    const digest = await putRelease(blobs, release);
    const tag = releaseTag(release.environment, number);
    const there = await publisher.digestOf(repository, tag);
    if (there && there !== digest) continue;
    if (!(await publisher.digestOf(repository, digest))) await publisher.upload(repository, digest);
    if (!there) await publisher.tag(repository, digest, tag);
    return { release, digest };
  }
}

/** Keeps a release as an OCI artifact; answers its digest. */
async function putRelease(blobs: Blobs, release: Release): Promise<string> {
  const layer = await blobs.putJson(release, RELEASE_TYPE);
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    artifactType: RELEASE_TYPE,
    config: await blobs.putJson({}, MEDIA.empty),
    layers: [layer],
  };
  return (await blobs.putJson(manifest, MEDIA.manifest)).digest;
}
