import { destinationOf, settingsIn } from "../publish/decide.ts";
import { SETTINGS_FILE, templatesOf } from "../publish/settings.ts";
import { promoteRelease } from "../release/promote.ts";
import { restoreRelease } from "../release/restore.ts";
import type { RegistryAccess } from "./engine-skopeo.ts";
import { openTools } from "./publish.ts";
import { type PublishedRelease, publishedRelease } from "./published.ts";
import type { Repository } from "./repository.ts";

export interface PromoteOptions extends RegistryAccess {
  from: string;
  to: string;
  service?: string;
  revision?: string;
  version?: string;
  latest?: boolean;
  /** HOST/PREFIX of both environments; by default what `multistage.yaml` says of each. */
  registry?: string;
}

/** Moves an environment's images to another by digest; nothing is built or uploaded. */
export async function promoteOn(
  repository: Repository,
  { registry, ...options }: PromoteOptions,
): Promise<PublishedRelease> {
  const settings = settingsIn(repository.snapshot.text(SETTINGS_FILE));
  const { from, to } = options;
  const origin = destinationOf(registry, settings, from);
  const destination = destinationOf(registry, settings, to);
  const tools = await openTools(repository, options, [origin, destination]);
  const request = { ...options, origin, destination, templates: templatesOf(settings) };
  const { release, images } = await promoteRelease(tools, request);
  return publishedRelease(release, images, () => `from ${from}`);
}

export interface RollbackOptions extends RegistryAccess {
  environment: string;
  to?: string;
  registry?: string;
}

/** Gives an environment the images of an earlier release back. */
export async function rollbackOn(
  repository: Repository,
  { environment, to, registry, ...access }: RollbackOptions,
): Promise<PublishedRelease> {
  const settings = settingsIn(repository.snapshot.text(SETTINGS_FILE));
  const destination = destinationOf(registry, settings, environment);
  const tools = await openTools(repository, access, [destination]);
  const { release, images, restored } = await restoreRelease(tools, { environment, destination, to });
  return publishedRelease(release, images, () => `from release ${restored}`);
}
