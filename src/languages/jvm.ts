/**
 * Commands that install into a layer by way of a cache of the service's own: Java's repositories break
 * under parallel writers, and a cache that isn't there changes nothing but the time.
 */
export function byWayOf(cache: string, repository: string, ...commands: string[]): string[] {
  const copy = (from: string, to: string) => `cp -a --no-clobber ${from}/. ${to}/`;
  return [`mkdir -p ${repository}`, copy(cache, repository), ...commands, copy(repository, cache)];
}
