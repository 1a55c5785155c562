import { EXIT, Failure, refuse } from "../failure.ts";
import { moved } from "../policies/immutable.ts";
import { requireAll } from "../publish/pool.ts";
import type { Publisher } from "../publish/publisher.ts";
import type { ReleasedImage } from "./release.ts";

/**
 * Refuses images whose immutable tags name something else.
 *
 * @throws a `Failure` (exit 3) with both digests of each, before anything is uploaded or tagged.
 */
export async function refuseTaken(publisher: Publisher, images: ReleasedImage[]): Promise<void> {
  await requireAll(images, async ({ repository, digest, tags }) => {
    for (const tag of tags.immutable) {
      refuse(moved(`${repository}:${tag}`, await publisher.digestOf(repository, tag), digest));
    }
  });
}

/**
 * Puts the tags on images that are there: first those that stay, then those that move, so that a moving
 * tag never names an image that can't be found by its own.
 *
 * @throws a `Failure` (exit 3) where an immutable tag names something else by now; no moving tag has moved then.
 */
export async function putTags(publisher: Publisher, images: ReleasedImage[]): Promise<void> {
  await requireAll(images, async ({ repository, digest, tags }) => {
    for (const tag of tags.immutable) {
      const there = await publisher.digestOf(repository, tag);
      // Free when the publish began; another one was faster.
      refuse(moved(`${repository}:${tag}`, there, digest));
      if (there !== digest) await publisher.tag(repository, digest, tag);
    }
  });
  await moveTags(publisher, images);
}

/** Makes moving tags name their images; answers whether one named another. */
export async function moveTags(publisher: Publisher, images: ReleasedImage[]): Promise<boolean> {
  const differed = await requireAll(images, async ({ repository, digest, tags }) => {
    let differs = false;
    for (const tag of tags.moving) {
      if ((await publisher.digestOf(repository, tag)) === digest) continue;
      differs = true;
      await publisher.tag(repository, digest, tag);
    }
    return differs;
  });
  return differed.includes(true);
}

/**
 * Refuses images of a release whose moving tags all name something else: another publish is under way, or was ended
 * between its tags and its release, so what a reader of tags and a reader of releases take would differ.
 *
 * @throws a `Failure` (exit 75) with both digests of each.
 */
export async function refuseUnnamed(
  publisher: Publisher,
  environment: string,
  images: ReleasedImage[],
): Promise<void> {
  await requireAll(images, async ({ service, repository, digest, tags }) => {
    const named = await Promise.all(tags.moving.map((tag) => publisher.digestOf(repository, tag)));
    if (!named.length || named.includes(digest)) return;
    throw new Failure(`${service}: ${repository}:${tags.moving[0]} is not what the newest release has`, {
      exitCode: EXIT.retry,
      lines: [`the tag:     ${named[0] ?? "absent"}`, `the release: ${digest}`],
      next: `if no publish is under way, publish it to ${environment} again`,
    });
  });
}

/** Uploads a stored image where the registry hasn't it, and reads it back. Answers whether it was uploaded. */
export async function bringUp(publisher: Publisher, { repository, digest }: ReleasedImage): Promise<boolean> {
  if (await publisher.digestOf(repository, digest)) return false;
  await publisher.upload(repository, digest);
  await publisher.verify(repository, digest);
  return true;
}
