import { type PublishSettings, registryOf } from "../publish/settings.ts";

/** Name of the repository that keeps the shared cache, beside the images. */
const CACHE = "cache";

/**
 * Where a repository's shared cache is: what `multistage.yaml` says, else beside its images; undefined where neither is
 * said.
 *
 * @param registry HOST/PREFIX that the caller says images go to.
 */
export function cacheOf(
  settings: PublishSettings,
  environment: string,
  registry?: string,
): string | undefined {
  if (settings.cache) return settings.cache;
  const beside = registry ?? registryOf(settings, environment);
  return beside && `${beside.replace(/^docker:\/\//, "").replace(/\/+$/, "")}/${CACHE}`;
}
