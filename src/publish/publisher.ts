import type { Blobs } from "./oci.ts";

/** What a publish works with. */
export interface PublishTools {
  publisher: Publisher;
  /** Where the images lie that are to be published, and the releases. */
  blobs: Blobs;
}

/**
 * What publishing asks of a registry. Small, so that behaviour is added by wrapping: {@link withRetries}, a
 * recorder in tests.
 *
 * Repositories are `HOST/PREFIX/NAME`; every method throws a {@link RegistryFailure}.
 */
export interface Publisher {
  /** The digest that a tag or digest names, read from the registry; undefined where there is none. */
  digestOf(repository: string, reference: string): Promise<string | undefined>;
  /** The text of the manifest that a tag or digest names; undefined where there is none. */
  manifest(repository: string, reference: string): Promise<string | undefined>;
  /** Uploads a stored image under its digest alone: no tag names it yet. */
  upload(repository: string, digest: string): Promise<void>;
  /** The same for an image whose layers the repository has already: they needn't be stored. */
  put(repository: string, digest: string): Promise<void>;
  /** Lends a blob to another repository of the same registry, which moves no bytes; false where it can't be. */
  mount(from: string, to: string, digest: string): Promise<boolean>;
  /** The text of the configuration of the image that a digest names. @throws where it isn't what the digest says. */
  config(repository: string, digest: string): Promise<string>;
  /** Reads manifest and configuration back. @throws where they aren't what the digest says. */
  verify(repository: string, digest: string): Promise<void>;
  /** Makes a tag name what is there under a digest; the registry does it in one step. */
  tag(repository: string, digest: string, tag: string): Promise<void>;
  /** Copies what is there under a digest to another repository, under the same digest. */
  copy(from: string, to: string, digest: string): Promise<void>;
  /** All tags of a repository; none where there is no such. */
  tags(repository: string): Promise<string[]>;
  /** Removes what is there under a digest, with all its tags. @throws where the registry removes nothing: `broken`. */
  remove(repository: string, digest: string): Promise<void>;
  /** The content of an artifact's only layer. */
  read(repository: string, digest: string): Promise<string>;
}

/** How a registry failed, as far as it decides what to do. */
export type RegistryFault = "refused" | "passing" | "absent" | "taken" | "broken";

/** A request that a registry didn't do. */
export class RegistryFailure extends Error {
  /** `refused`: who asks may not; `passing`: a retry may mend it; `taken`: the registry keeps that tag; `broken`: it won't. */
  readonly fault: RegistryFault;
  /** The last lines of what was said, free of credentials. */
  readonly lines: string[];

  constructor(message: string, fault: RegistryFault, lines: string[]) {
    super(message);
    this.fault = fault;
    this.lines = lines;
  }
}
