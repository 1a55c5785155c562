import { columns } from "../report/text.ts";
import type { KnownRelease } from "./numbers.ts";
import type { ReleasedImage } from "./release.ts";

/** What an environment has after a publish, a promotion or a rollback. */
export interface EnvironmentChange {
  release: KnownRelease;
  /** What was moved: other services of the environment stay as they were. */
  images: ChangedImage[];
}

export interface ChangedImage extends ReleasedImage {
  /** Where it came from: uploaded, was there, from another environment, from an earlier release. */
  origin: string;
}

export function environmentChange(
  release: KnownRelease,
  images: ReleasedImage[],
  originOf: (image: ReleasedImage) => string,
): EnvironmentChange {
  return { release, images: images.map((image) => ({ ...image, origin: originOf(image) })) };
}

/** A row for each image, then the release. */
export function movedTable({ release: { release }, images }: EnvironmentChange): string {
  const rows = images.map(({ service, origin, tags, repository, digest }) => [
    service,
    origin,
    [...tags.immutable, ...tags.moving].join(" "),
    `${repository}@${digest}`,
  ]);
  return `${columns(rows)}\nrelease ${release.environment}.${release.number}`;
}
