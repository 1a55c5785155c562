import { badInput, refuse } from "../failure.ts";
import { uncommitted } from "../policies/committed.ts";
import { faultText } from "../yaml/fault.ts";
import { type Asked, type Checkout, contradiction, factsOf, type SourceFacts, unsaid } from "./checkout.ts";
import { unpublishable } from "./facts.ts";
import { type Destination, parseDestination, unpublishableName } from "./reference.ts";
import { type PublishSettings, parseSettings, registryOf, templatesOf } from "./settings.ts";
import { type TagOptions, tagsOf } from "./tags.ts";

/** What a caller says of a publish, whatever runs it. */
export interface PublishRequest {
  environment: string;
  /** HOST/PREFIX; by default what `multistage.yaml` says. */
  registry?: string;
  version?: string;
  revision?: string;
  latest?: boolean;
}

/** Where a publish goes and of what, decided and checked before anything is built. */
export interface Decided {
  destination: Destination;
  tags: TagOptions;
  asked: Asked;
  checkout?: Checkout;
}

/**
 * Decides a publish.
 *
 * @param services names of those to publish.
 * @throws a `Failure`: 2 for bad input, 3 for a dirty tree where none may be.
 */
export function decidePublish(
  request: PublishRequest,
  settings: PublishSettings,
  services: string[],
  sources: SourceFacts = {},
): Decided {
  const { registry, latest = false } = request;
  const { checkout } = sources;
  const asked = askedOf(request, settings, sources);
  refuse(contradiction(asked, checkout));
  const destination = destinationOf(registry, settings, request.environment);
  const tags = { templates: templatesOf(settings), latest };
  for (const service of services) {
    refuse(unpublishableName(service));
    const facts = factsOf(service, asked, checkout);
    refuse(unpublishable(facts));
    refuse(uncommitted(facts.dirty, facts.environment));
    tagsOf(service, facts, tags);
  }
  return { destination, tags, asked, checkout };
}

/** What the caller and `multistage.yaml` say of the sources, and whoever checked them out. */
export function askedOf(
  { environment, version, revision }: PublishRequest,
  { source }: PublishSettings,
  sources: SourceFacts = {},
): Asked {
  refuse(unsaid({ version, revision }));
  return { environment, version, revision: revision ?? sources.revision, created: sources.created, source };
}

/** `multistage.yaml`. @throws a `Failure` (exit 2) with every fault in it. */
export function settingsIn(content: string | undefined): PublishSettings {
  const { settings, faults } = parseSettings(content);
  if (faults.length) throw badInput(faults.map(faultText).join("\n"));
  return settings;
}

/** Where an environment's images go: what the caller says, or `multistage.yaml`. */
export function destinationOf(
  said: string | undefined,
  settings: PublishSettings,
  environment: string,
): Destination {
  const registry = said ?? registryOf(settings, environment);
  if (!registry)
    throw badInput(
      `nothing says where images for ${environment} go`,
      "say --registry HOST/PREFIX, or `registry: HOST/PREFIX` in multistage.yaml",
    );
  return parseDestination(registry);
}
