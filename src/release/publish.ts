import type { Failure } from "../failure.ts";
import { type Asked, type Checkout, factsOf } from "../publish/checkout.ts";
import { type BuiltImage, finish } from "../publish/finish.ts";
import { requireAll, runAll } from "../publish/pool.ts";
import type { PublishTools } from "../publish/publisher.ts";
import { type Destination, imageName } from "../publish/reference.ts";
import { type TagOptions, tagsOf } from "../publish/tags.ts";
import type { KnownRelease } from "./numbers.ts";
import { bringUp, putTags, refuseTaken } from "./push.ts";
import { recordRelease } from "./record.ts";
import type { ReleasedImage } from "./release.ts";

/** Where images go, and what is known of their sources. */
export interface Publishing extends PublishTools {
  destination: Destination;
  tags: TagOptions;
  asked: Asked;
  checkout?: Checkout;
  /** Names of all services that the repository has, where all of them are published. */
  all?: string[];
}

/** A built image to publish. */
export interface PublishableImage extends BuiltImage {
  /** What its service declares otherwise for other environments: `differencesOf`. */
  differences: Record<string, string[]>;
}

/** What a publish did. */
export interface Published {
  images: ReleasedImage[];
  /** Names of those that the registry had not. */
  uploaded: string[];
  /** Only where images are independent: those that failed, with why. */
  failed: { service: string; failure: Failure }[];
  /** Absent where none was published. */
  release?: KnownRelease;
}

/**
 * Publishes built images: all by digest, read back, and only then tagged; then the release.
 *
 * No tag moves until every image is up. An interrupted publish is completed by the same call: what is there
 * already is not uploaded again.
 *
 * @param options.independent each image gets its tags when it is up, whatever becomes of the others.
 * @param options.untagged they are brought up by digest, and that is all: whoever collects them gives the tags.
 * @throws a `Failure`: 3 where an immutable tag names something else, 75 where a retry may help.
 */
export async function publishImages(
  built: PublishableImage[],
  publishing: Publishing,
  { independent = false, untagged = false } = {},
): Promise<Published> {
  const { publisher } = publishing;
  const images = await finishAll(built, publishing);
  const uploaded: string[] = [];
  const up = async (image: ReleasedImage) => {
    if (await bringUp(publisher, image)) uploaded.push(image.service);
  };
  if (!independent || untagged) {
    await refuseTaken(publisher, images);
    await requireAll(images, up);
    if (untagged) return { images: images.map(withoutTags), uploaded, failed: [] };
    await putTags(publisher, images);
    return { images, uploaded, failed: [], release: await record(images, publishing) };
  }
  const settled = await runAll(images, async (image) => {
    await refuseTaken(publisher, [image]);
    await up(image);
    await putTags(publisher, [image]);
  });
  const done = settled.filter(({ failure }) => !failure).map(({ item }) => item);
  const failed = settled.flatMap(({ item: { service }, failure }) => (failure ? [{ service, failure }] : []));
  return {
    images: done,
    uploaded,
    failed,
    release: done.length ? await record(done, publishing) : undefined,
  };
}

function withoutTags(image: ReleasedImage): ReleasedImage {
  return { ...image, tags: { immutable: [], moving: [] } };
}

/** Finishes images and decides their tags; asks no registry. */
export async function finishAll(
  built: PublishableImage[],
  { blobs, destination, tags, asked, checkout }: Omit<Publishing, "publisher">,
): Promise<ReleasedImage[]> {
  return Promise.all(
    built.map(async ({ differences, ...image }) => {
      const { environment, ...facts } = factsOf(image.service, asked, checkout);
      const { revision, version, dirty, created, source } = facts;
      return {
        service: image.service,
        repository: imageName(destination, image.service),
        digest: await finish(blobs, image, { environment, ...facts }),
        tags: tagsOf(image.service, { environment, ...facts }, tags),
        revision,
        version,
        dirty,
        created,
        source,
        builtFor: environment,
        differences,
      };
    }),
  );
}

async function record(
  images: ReleasedImage[],
  { publisher, blobs, destination, asked, all }: Publishing,
): Promise<KnownRelease> {
  const tools = { publisher, blobs };
  const { environment } = asked;
  const written = await requireAll([images], () =>
    recordRelease(tools, destination, environment, images, { all }),
  );
  return written[0] as KnownRelease;
}
