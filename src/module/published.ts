import { dag, type File, func, object } from "@dagger.io/dagger";
import { type ChangedImage, type EnvironmentChange, movedTable } from "../release/environment-change.ts";

/** An image that is in a registry */
@object()
export class PublishedImage {
  /** The service's name */
  @func()
  service!: string;

  /** Where it is, by digest */
  @func()
  reference!: string;

  /** Digest of its manifest */
  @func()
  digest!: string;

  /** Tags that name it now */
  @func()
  tags!: string[];

  /** Where it came from: uploaded, was there, from another environment, from an earlier release */
  @func()
  origin!: string;
}

/** What an environment has after a publish, a promotion or a rollback */
@object()
export class PublishedRelease {
  /** The environment's name */
  @func()
  environment!: string;

  /** Counts up in each environment */
  @func()
  number!: number;

  /** Digest under which the registry keeps the release, in HOST/PREFIX/releases */
  @func()
  digest!: string;

  /** What was published, promoted or restored: other services of the environment stay as they were */
  @func()
  images!: PublishedImage[];

  /** A row for each image, then the release */
  @func()
  table!: string;

  /** The text of the manifest */
  text!: string;

  /** The release's manifest: every service of the environment, with its digest, revision and version */
  @func()
  manifest(): File {
    return dag.file("release.json", this.text);
  }
}

export function publishedRelease(moved: EnvironmentChange): PublishedRelease {
  const { release, digest } = moved.release;
  return Object.assign(new PublishedRelease(), {
    environment: release.environment,
    number: release.number,
    digest,
    images: moved.images.map(publishedImage),
    table: movedTable(moved),
    text: `${JSON.stringify(release, null, 2)}\n`,
  });
}

function publishedImage({ service, repository, digest, tags, origin }: ChangedImage): PublishedImage {
  const image = { service, reference: `${repository}@${digest}`, digest, origin };
  return Object.assign(new PublishedImage(), { ...image, tags: [...tags.immutable, ...tags.moving] });
}
