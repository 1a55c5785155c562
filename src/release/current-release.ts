import type { Publisher, PublishTools } from "../publish/publisher.ts";
import { type Destination, RELEASES } from "../publish/reference.ts";
import { compare } from "../yaml/fault.ts";
import { type KnownRelease, numbersAfter } from "./numbers.ts";
import { parseRelease, type ReleasedImage } from "./release.ts";

export function repositoryOf({ prefix }: Destination): string {
  return `${prefix}/${RELEASES}`;
}

/** The release that a tag or digest names; undefined where there is none. */
export async function findRelease(
  publisher: Publisher,
  destination: Destination,
  reference: string,
): Promise<KnownRelease | undefined> {
  const repository = repositoryOf(destination);
  const digest = await publisher.digestOf(repository, reference);
  if (!digest) return undefined;
  return {
    digest,
    release: parseRelease(await publisher.read(repository, digest), `${repository}:${reference}`),
  };
}

/** What an environment has. */
export interface CurrentRelease {
  /** The release with the highest number. */
  newest?: KnownRelease;
  /** What it has of each service: what publishes at once, or interrupted ones, wrote besides the newest counts, too. */
  services: ReleasedImage[];
  /** No release says all of it. */
  isSplit: boolean;
  /** The first number that nobody has asked for. */
  free: number;
}

/**
 * Reads what an environment has: the release that its tag names, and those with higher numbers on top. Where they were
 * written at once none knows of the other, and each adds what it changed.
 *
 * @param without digests of releases that don't count.
 */
export async function standingOf(
  tools: PublishTools,
  destination: Destination,
  environment: string,
  without: string[] = [],
): Promise<CurrentRelease> {
  const find = (reference: string) => findRelease(tools.publisher, destination, reference);
  let newest = await find(environment);
  let services = newest?.release.services ?? [];
  const after = newest?.release.number ?? 0;
  const { given, free } = await numbersAfter(tools, repositoryOf(destination), environment, after);
  for (const digest of given.filter((one) => !without.includes(one))) {
    const next = (await find(digest)) as KnownRelease;
    const { previous } = next.release;
    const before = previous === newest?.digest ? newest : previous && (await find(previous));
    services = changed(services, (before || undefined)?.release.services ?? [], next.release.services);
    newest = next;
  }
  return { newest, services, isSplit: !same(services, newest?.release.services ?? []), free };
}

/** Services with what a release changed of those before it. */
function changed(
  services: ReleasedImage[],
  before: ReleasedImage[],
  after: ReleasedImage[],
): ReleasedImage[] {
  const named = (name: string, among: ReleasedImage[]) => among.find(({ service }) => service === name);
  const names = new Set([...services, ...after].map(({ service }) => service));
  return [...names].sort(compare).flatMap((name) => {
    const [was, is] = [named(name, before), named(name, after)];
    return (same(was, is) ? named(name, services) : is) ?? [];
  });
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
