import { func, object } from "@dagger.io/dagger";

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

  /** Whether it was there already */
  @func()
  wasThere!: boolean;
}

export function publishedImage(image: Omit<PublishedImage, never>): PublishedImage {
  return Object.assign(new PublishedImage(), image);
}
