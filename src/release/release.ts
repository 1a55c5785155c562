import { badInput } from "../failure.ts";
import type { Tags } from "../publish/tags.ts";
import { isObject, untrustedJson } from "../untrusted-json.ts";
import { compare } from "../yaml/fault.ts";
import { isRelease } from "./shape.ts";

/** The state of one environment after a publish, a promotion or a rollback: which digest each service has. */
export interface Release {
  schemaVersion: 1;
  environment: string;
  /** Counts up from 1 in each environment. */
  number: number;
  /** Digest of the release before it, as the registry keeps it. */
  previous?: string;
  /** Number of the release that a rollback brought back. */
  restores?: number;
  /** By name. */
  services: ReleasedImage[];
}

/** One service's image in a release, with what promotion and rollback need to know of it. */
export interface ReleasedImage {
  service: string;
  /** `HOST/PREFIX/NAME`. */
  repository: string;
  digest: string;
  tags: Tags;
  revision?: string;
  version?: string;
  dirty: boolean;
  /** Commit time, seconds since 1970. */
  created: number;
  /** Web address of the sources: repositories may share a registry's prefix. */
  source?: string;
  /** The environment that it was built for. */
  builtFor: string;
  /** What the service declares otherwise for other environments: `{ production: ["variables.LOG"] }`. */
  differences: Record<string, string[]>;
}

/** Media type of a release's JSON, and type of the artifact that holds it. */
export const RELEASE_TYPE = "application/vnd.multistage.release.v1+json";

/** Tag of one release: no environment's name has a dot, so it can't be taken for another's. */
export function releaseTag(environment: string, number: number): string {
  return `${environment}.${number}`;
}

/** What is known of a release besides its images. */
export interface NextOptions {
  /** Number of the release that a rollback brings back. */
  restores?: number;
  /** Every service that there is, where the images are of all of them: what their source had besides is gone. */
  all?: string[];
}

/**
 * The release after `current`, where images were put: theirs, and the others as they were.
 *
 * @returns undefined where nothing changes.
 */
export function nextRelease(
  environment: string,
  images: ReleasedImage[],
  current?: { release: Release; digest: string },
  { restores, all }: NextOptions = {},
): Release | undefined {
  const names = new Set(images.map(({ service }) => service));
  const sources = new Set(images.flatMap(({ source }) => source ?? []));
  const gone = ({ service, source = "" }: ReleasedImage) =>
    all?.includes(service) === false && sources.has(source);
  const before = current?.release.services ?? [];
  const kept = before.filter((image) => !names.has(image.service) && !gone(image));
  const services = [...kept, ...images].sort((a, b) => compare(a.service, b.service));
  if (!restores && JSON.stringify(services) === JSON.stringify(current?.release.services)) return undefined;
  return {
    schemaVersion: 1,
    environment,
    number: (current?.release.number ?? 0) + 1,
    previous: current?.digest,
    restores,
    services,
  };
}

/**
 * Reads a release, from whoever may write to the registry.
 *
 * @throws a `Failure` where the text is something else, or of a version that we don't know.
 */
export function parseRelease(text: string, where = "the registry"): Release {
  const value = untrustedJson(text, isObject);
  if (!value) throw badInput(`${where}: not a release: no JSON object`);
  if (value.schemaVersion !== 1)
    throw badInput(`${where}: a release of another schema version than this multistage reads, which is 1`);
  if (!isRelease(value))
    throw badInput(`${where}: not a release: environment, number or services are missing or malformed`);
  return value;
}
