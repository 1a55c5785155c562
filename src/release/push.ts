import { refuse } from "../failure.ts";
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
  for (const kind of ["immutable", "moving"] as const)
    await requireAll(images, async ({ repository, digest, tags }) => {
      for (const tag of tags[kind]) {
        const there = await publisher.digestOf(repository, tag);
        // Free when the publish began; another one was faster.
        if (kind === "immutable") refuse(moved(`${repository}:${tag}`, there, digest));
        if (there !== digest) await publisher.tag(repository, digest, tag);
      }
    });
}

/** Uploads a stored image where the registry hasn't it, and reads it back. Answers whether it was uploaded. */
export async function bringUp(publisher: Publisher, { repository, digest }: ReleasedImage): Promise<boolean> {
  if (await publisher.digestOf(repository, digest)) return false;
  await publisher.upload(repository, digest);
  await publisher.verify(repository, digest);
  return true;
}
