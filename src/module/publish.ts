import type { Container } from "@dagger.io/dagger";
import type { Microservice } from "../microservice.ts";
import { decidePublish, type PublishRequest, settingsIn } from "../publish/decide.ts";
import { type PublishableImage, type Publishing, publishImages } from "../publish/publish-images.ts";
import type { PublishTools } from "../publish/publisher.ts";
import type { Destination } from "../publish/reference.ts";
import { retrying } from "../publish/retrying.ts";
import { SETTINGS_FILE } from "../publish/settings.ts";
import { skopeoPublisher } from "../publish/skopeo.ts";
import { differencesOf } from "../release/differences.ts";
import type { KnownRelease } from "../release/record.ts";
import { basesOf } from "./bases.ts";
import { type BuildOptions, built, planOf } from "./build.ts";
import { checkoutOf, type SourcesGiven } from "./checkout.ts";
import { EngineBlobs } from "./engine-blobs.ts";
import { engineSkopeo, type RegistryAccess } from "./engine-skopeo.ts";
import { keepImage } from "./keep-image.ts";
import { type PublishedRelease, publishedRelease } from "./published.ts";
import type { Repository } from "./repository.ts";
import { debianTool } from "./tool.ts";

/** What a caller says of where images go and which sources they are of. */
export interface PublishOptions extends PublishRequest, RegistryAccess, SourcesGiven {}

/** What a publish on an engine works with. */
export interface EngineTools extends PublishTools {
  blobs: EngineBlobs;
  /** A container with skopeo, tar and gzip. */
  tool: Container;
}

/** @param destinations what the tools will publish to, or read from. */
export async function openTools(
  repository: Repository,
  access: RegistryAccess,
  destinations: Destination[],
): Promise<EngineTools> {
  const blobs = new EngineBlobs();
  const tool = debianTool((await basesOf(repository)).images, ["ca-certificates", "skopeo"]);
  const run = await engineSkopeo(
    tool,
    blobs,
    access,
    destinations.map(({ host }) => host),
  );
  const client = skopeoPublisher({ run, blobs, plainHttp: access.plainHttp });
  return { publisher: retrying(client), blobs, tool };
}

/** Everything that a publish depends on besides images, checked before anything is built. */
export async function openPublishing(
  repository: Repository,
  services: Microservice[],
  options: PublishOptions,
): Promise<Publishing & EngineTools> {
  const settings = settingsIn(repository.snapshot.text(SETTINGS_FILE));
  const checkout = await checkoutOf(repository, options);
  const names = services.map(({ name }) => name);
  const decided = decidePublish(options, settings, names, checkout);
  return { ...decided, ...(await openTools(repository, options, [decided.destination])) };
}

/** Builds a service's image and publishes it. */
export async function publishService(
  repository: Repository,
  service: Microservice,
  options: PublishOptions & BuildOptions,
): Promise<PublishedRelease> {
  const publishing = await openPublishing(repository, [service], options);
  const image = await built(repository, service, options);
  const kept = await publishable(repository, service, image, { ...publishing, options });
  const { images, uploaded, release } = await publishImages([kept], publishing);
  return publishedRelease(release as KnownRelease, images, originOf(uploaded));
}

/** Takes a built image apart, for the publisher. */
export async function publishable(
  repository: Repository,
  service: Microservice,
  image: Container,
  { blobs, tool, options }: EngineTools & { options: BuildOptions },
): Promise<PublishableImage> {
  const { stages } = await planOf(repository, service, options);
  return {
    service: service.name,
    digest: await keepImage(blobs, tool, image),
    base: stages.at(-1)?.base,
    differences: differencesOf(service, options.environment),
  };
}

/** @param uploaded names of the services whose images the registry had not. */
export function originOf(uploaded: string[]) {
  return ({ service }: { service: string }) => (uploaded.includes(service) ? "uploaded" : "was there");
}
