import { type Container, type Directory, dag, type Secret } from "@dagger.io/dagger";
import { faultText } from "../descriptor/fault.ts";
import type { Microservice } from "../microservice.ts";
import { factsOf } from "../publish/checkout.ts";
import { type Facts, unpublishable } from "../publish/facts.ts";
import { labelsOf } from "../publish/labels.ts";
import { imageName, parseDestination, unpublishableName } from "../publish/reference.ts";
import {
  type PublishSettings,
  parseSettings,
  registryOf,
  SETTINGS_FILE,
  templatesOf,
} from "../publish/settings.ts";
import { type Tags, tagsOf } from "../publish/tags.ts";
import { type PublishedImage, publishedImage } from "./published.ts";
import type { Repository } from "./repository.ts";

/** What a caller says of where images go and which sources they are of. */
export interface PublishOptions {
  environment: string;
  registry?: string;
  registryUsername?: string;
  registryPassword?: Secret;
  version?: string;
  revision?: string;
  latest?: boolean;
  /** The repository's `.git`; without it `revision` or `version` must be said. */
  git?: Directory;
}

/** An image on its way: what it will be called, decided before anything is built. */
export interface Publication {
  service: string;
  name: string;
  tags: Tags;
  facts: Facts;
}

/** Decides names and tags. @throws with what is wrong, before anything is built. */
export async function publicationOf(
  { snapshot }: Repository,
  { name: service }: Microservice,
  options: PublishOptions,
): Promise<Publication> {
  const { environment, version, latest } = options;
  const { settings, faults } = parseSettings(snapshot.text(SETTINGS_FILE));
  if (faults.length) throw new Error(faults.map(faultText).join("\n"));
  const revision = options.revision ?? (await headOf(options.git));
  const facts = factsOf(service, { environment, version, revision, source: settings.source });
  const refusal = unpublishableName(service) ?? unpublishable(facts);
  if (refusal) throw new Error([refusal.message, refusal.next].filter(Boolean).join(": "));
  const tags = tagsOf(service, facts, { templates: templatesOf(settings), latest });
  return { service, name: imageName(destination(settings, options), service), tags, facts };
}

function headOf(git?: Directory): Promise<string> | undefined {
  return git && dag.directory().withDirectory(".git", git).asGit().head().commit();
}

function destination(settings: PublishSettings, { registry, environment }: PublishOptions) {
  const named = registry ?? registryOf(settings, environment);
  if (!named) throw new Error(`nothing says where images for ${environment} go: say --registry HOST/PREFIX`);
  return parseDestination(named);
}

/**
 * Publishes an image under the tags that stay. One that is there already with the same files is not
 * published again; with other files it is refused.
 *
 * An engine's client pushes by tag and dates every image anew, so digests differ between engines.
 */
export async function publishStaying(
  image: Container,
  { service, name, tags, facts }: Publication,
  options: PublishOptions,
): Promise<PublishedImage> {
  const labels = Object.entries(labelsOf(service, facts)).filter(([label]) => !label.endsWith(".created"));
  const labelled = labels.reduce(
    (to, [label, value]) => to.withLabel(label, value).withAnnotation(label, value),
    image,
  );
  let known: string | undefined;
  for (const tag of tags.immutable) known ??= await refuseTaken(labelled, `${name}:${tag}`, options);
  const digest = known ?? (await pushed(labelled, `${name}:${tags.immutable[0]}`, options));
  for (const tag of tags.immutable.slice(1)) await moved(name, digest, tag, options);
  return publishedImage({
    service,
    reference: `${name}@${digest}`,
    digest,
    tags: tags.immutable,
    wasThere: !!known,
  });
}

/** Puts the moving tags on an image that is there. */
export async function publishMoving(
  published: PublishedImage,
  { name, tags }: Publication,
  options: PublishOptions,
): Promise<PublishedImage> {
  for (const tag of tags.moving) await moved(name, published.digest, tag, options);
  return publishedImage({ ...published, tags: [...tags.immutable, ...tags.moving] });
}

/** The digest that a tag names where its files are ours; undefined where there is no such tag. */
async function refuseTaken(
  image: Container,
  address: string,
  options: PublishOptions,
): Promise<string | undefined> {
  const there = withLogin(dag.container(), address, options).from(address);
  const reference = await there.imageRef().catch((error: Error) => {
    if (/not found|unknown/i.test(error.message)) return undefined;
    throw error;
  });
  if (!reference) return undefined;
  const [ours, theirs] = await Promise.all([image.rootfs().digest(), there.rootfs().digest()]);
  if (ours === theirs) return reference.split("@")[1];
  throw new Error(`${reference} is published already, with other files: say another --version`);
}

async function moved(name: string, digest: string, tag: string, options: PublishOptions): Promise<void> {
  const image = withLogin(dag.container(), name, options).from(`${name}@${digest}`);
  const got = await pushed(image, `${name}:${tag}`, options);
  if (got !== digest) throw new Error(`${name}:${tag} names ${got} instead of ${digest}`);
}

async function pushed(image: Container, address: string, options: PublishOptions): Promise<string> {
  return (await withLogin(image, address, options).publish(address)).split("@")[1] as string;
}

/** Only here: before, it would be part of every cache key. */
function withLogin(
  image: Container,
  address: string,
  { registryUsername, registryPassword }: PublishOptions,
) {
  return registryUsername && registryPassword
    ? image.withRegistryAuth(address, registryUsername, registryPassword)
    : image;
}

/** What to call instead, where an engine's client would build an image anew to move a tag. */
export function byWrapper(words: string): string {
  return `tags move by digest, and an engine's client can't do that: ./daggerw call ${words}, which needs no engine`;
}
