import { Failure } from "../failure.ts";
import { type Blobs, MEDIA } from "../publish/oci.ts";
import type { PublishTools } from "../publish/publisher.ts";
import { RELEASE_TYPE, type Release, releaseTag } from "./release.ts";

/** A release as the registry keeps it. */
export interface KnownRelease {
  release: Release;
  digest: string;
}

const DOOR_TYPE = "application/vnd.multistage.number.v1+json";

/** Numbers that are passed over at most: interrupted publishes leave a few, a strange registry as many as it likes. */
const MOST_PASSED = 1000;

/**
 * Gives a release its number, which no other release ever gets: the tag `testing.41`.
 *
 * A registry has no lock and can't compare and swap. So whoever wants a number leaves its release under the
 * environment's claim, closes the number's door, and has the number if its claim still stands: of those who found the
 * door open, whoever claimed last alone can see that (Lamport's splitter). A contended number may be nobody's.
 *
 * @returns undefined where another publish wants the number at the same time.
 */
export async function giveNumber(
  { publisher, blobs }: PublishTools,
  repository: string,
  release: Release,
): Promise<KnownRelease | undefined> {
  const { environment, number } = release;
  const claim = `${environment}.claim`;
  const digest = await putArtifact(blobs, release, RELEASE_TYPE);
  if (!(await publisher.digestOf(repository, digest))) await publisher.upload(repository, digest);
  await publisher.tag(repository, digest, claim);
  const door = await doorOf(blobs, environment, number);
  if (await publisher.digestOf(repository, door)) return undefined;
  await publisher.upload(repository, door);
  if ((await publisher.digestOf(repository, claim)) !== digest) return undefined;
  await publisher.tag(repository, digest, releaseTag(environment, number));
  return { release, digest };
}

/** The numbers after one that were given, with their releases' digests, and the first that nobody has asked for. */
export async function numbersAfter(
  { publisher, blobs }: PublishTools,
  repository: string,
  environment: string,
  after: number,
): Promise<{ given: string[]; free: number }> {
  const given: string[] = [];
  for (let number = after + 1; number <= after + MOST_PASSED; number += 1) {
    const digest = await publisher.digestOf(repository, releaseTag(environment, number));
    if (digest) given.push(digest);
    else if (!(await publisher.digestOf(repository, await doorOf(blobs, environment, number))))
      return { given, free: number };
  }
  throw new Failure(
    `${repository}: there are more than ${MOST_PASSED} releases after ${releaseTag(environment, after)}, which ${environment} names`,
  );
}

/** What stands for a number that somebody asked for: the same for everybody, and named by no tag. */
function doorOf(blobs: Blobs, environment: string, number: number): Promise<string> {
  return putArtifact(blobs, { environment, number }, DOOR_TYPE);
}

/** Keeps some JSON as an OCI artifact; answers its digest. */
async function putArtifact(blobs: Blobs, value: unknown, type: string): Promise<string> {
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    artifactType: type,
    config: await blobs.putJson({}, MEDIA.empty),
    layers: [await blobs.putJson(value, type)],
  };
  return (await blobs.putJson(manifest, MEDIA.manifest)).digest;
}
