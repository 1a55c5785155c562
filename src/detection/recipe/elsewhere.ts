import { type ImageStage, imageStages } from "../../dockerfile/image.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { copiedBy, guessedContext } from "./build-context.ts";

/** A recipe's own name: `Dockerfile`, `Dockerfile.api`, `api.Dockerfile`. */
const NAME = /(^|\/)((Dockerfile|Containerfile)(\.[\w-]+)?|[\w.-]+\.(Dockerfile|Containerfile))$/i;

/** A recipe for those who work on a service, not for what is deployed: `Dockerfile.dev`, `test/Dockerfile`. */
export const WORKSHOP = /(^|[./_-])(dev|devel|develop(ment)?|debug|tests?|testing|local|e2e|ci)([._/-]|$)/i;

/** Where no recipe of a service lies. */
const ASIDE = /(^|\/)(\.[^/]+|node_modules|vendor|examples?|samples?|fixtures?|testdata|templates?)\//;

/** Images of what stands beside a service: their recipes say nothing of it. */
const BESIDE = /(^|\/)(nginx|httpd|caddy|haproxy|traefik|envoy|postgres|postgis|mysql|mariadb|redis|mongo)\b/;

/**
 * The one recipe that lies in another directory and builds this one: `docker/api/Dockerfile`, whose context is the service's
 * directory, or a root's that copies the service's directory by name. Relative to the service's directory.
 */
export function recipeElsewhere(tree: Snapshot): string | undefined {
  const files = tree.root.told(recipesByDirectory).get(tree.directory) ?? [];
  const own = tree.directory.slice(tree.directory.lastIndexOf("/") + 1);
  const named = files.filter((file) => isCalled(file, own));
  const [only, ...others] = named.length ? named : files;
  return only && !others.length ? relative(tree.directory, only) : undefined;
}

/** `docker/api/Dockerfile`, `docker/Dockerfile.api` and `api.Dockerfile` are called `api`. */
function isCalled(file: string, name: string): boolean {
  return file.split(/[/.]/).slice(-3).includes(name);
}

/** Recipes by the directories that they build, their own left out. */
function recipesByDirectory(root: Snapshot): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of root.find(NAME)) {
    const image = (root.parsed(file, imageStages) ?? []).at(-1);
    if (!image || WORKSHOP.test(file) || ASIDE.test(file) || BESIDE.test(image.base)) continue;
    for (const directory of builtBy(root, file, image))
      found.set(directory, [...(found.get(directory) ?? []), file]);
  }
  return found;
}

/** What a recipe copies as a whole, or its context where it copies files of that. */
function builtBy(root: Snapshot, file: string, { entrypoint, command }: ImageStage): string[] {
  const context = guessedContext(root, file);
  if (context === undefined || !(entrypoint ?? command)) return [];
  const sources = copiedBy(root, file).map((source) => join(context, source));
  const home = join(file, "..");
  if (sources.some((source) => source === context || root.has(source)) && context !== home) return [context];
  return sources.filter((source) => source !== home && source !== context && root.hasDirectory(source));
}
