import type { Refusal } from "../failure.ts";
import { unsaid } from "../publish/checkout.ts";
import type { Facts } from "../publish/facts.ts";
import { type Destination, imageName } from "../publish/reference.ts";
import { type TagOptions, tagsOf } from "../publish/tags.ts";
import { parseVersion } from "../publish/versions.ts";
import { differencesFor } from "./differences.ts";
import type { Release, ReleasedImage } from "./release.ts";

export interface PromotionOptions extends TagOptions {
  /** Only this service; all by default. */
  service?: string;
  /** Images of services that declare differences are built for the environment; refused by default. */
  build?: boolean;
  /** Version to promote as; the image's own by default. */
  version?: string;
  /** Images of any other revision are refused: what a tag promotes is what was tagged. */
  revision?: string;
}

/** What a promotion does: decided from a release alone, so that any machine can do it. */
export interface Promotion {
  /** Images that keep their digest: as they stand now, and as they will. */
  move: { from: ReleasedImage; to: ReleasedImage }[];
  /** Images that must be built for the environment. */
  build: ReleasedImage[];
}

/** Decides a promotion, or says why there is none. */
export function planPromotion(
  release: Release,
  environment: string,
  destination: Destination,
  options: PromotionOptions = {},
): Promotion | Refusal {
  const { service, build = false } = options;
  const empty = unsaid(options);
  if (empty) return empty;
  const images = release.services.filter((image) => service === undefined || image.service === service);
  if (!images.length)
    return {
      message: service
        ? `release ${release.number} of ${release.environment} has no ${service}`
        : "there is nothing to promote",
      next: `it has ${release.services.map((image) => image.service).join(", ")}`,
    };
  const { revision } = options;
  const others = images.filter((image) => revision && !image.revision?.startsWith(revision));
  if (others.length) return revisionRefusal(others, String(revision), release);
  const dirty = images.filter((image) => image.dirty && environment !== "development");
  if (dirty.length)
    return refused(dirty, `built from changes that are not committed`, "publish them from a commit");
  const differing = images.filter((image) => differencesFor(image, environment).length);
  if (differing.length && !build) return differenceRefusal(differing, environment);
  const move = images
    .filter((image) => !differing.includes(image))
    .map((from) => ({ from, to: promoted(from, environment, destination, options) }));
  return { move, build: differing };
}

function promoted(
  from: ReleasedImage,
  environment: string,
  to: Destination,
  options: PromotionOptions,
): ReleasedImage {
  const said = options.version ?? from.version;
  const version = said && (parseVersion(said)?.text ?? said);
  const { revision, dirty, created } = from;
  const facts: Facts = { environment, revision, version, dirty, created };
  return {
    ...from,
    version,
    repository: imageName(to, from.service),
    tags: tagsOf(from.service, facts, options),
  };
}

function revisionRefusal(images: ReleasedImage[], revision: string, { environment }: Release): Refusal {
  const why = `${environment} has ${images[0]?.revision ?? "an unknown revision"}, not ${revision}`;
  return refused(images, why, `publish ${revision} to ${environment} first`);
}

function differenceRefusal(images: ReleasedImage[], environment: string): Refusal {
  const of = (image: ReleasedImage) =>
    `${image.service} (built for ${image.builtFor}: ${differencesFor(image, environment).join(", ")})`;
  return {
    message: `built otherwise for ${environment}, so their digests can't be promoted: ${images.map(of).join(", ")}`,
    next: "--build builds them for it from the same revision; or read what differs when the service starts",
    policy: true,
  };
}

function refused(images: ReleasedImage[], why: string, next: string): Refusal {
  return { message: `${images.map(({ service }) => service).join(", ")}: ${why}`, next, policy: true };
}
