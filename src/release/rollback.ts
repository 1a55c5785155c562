import type { Release, ReleasedImage } from "./release.ts";

/** Reads `41` and `production.41`; undefined where it is no release of the environment. */
export function releaseNumber(text: string, environment: string): number | undefined {
  const digits = text.startsWith(`${environment}.`) ? text.slice(environment.length + 1) : text;
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : undefined;
}

/** What a rollback does to the services of an environment. */
export interface Rollback {
  /** Images that get their moving tags back. */
  images: ReleasedImage[];
  /** Services that the release to restore doesn't have: they stay as they are. */
  staying: string[];
}

/** Decides a rollback. */
export function planRollback(current: Release, target: Release): Rollback {
  const names = new Set(target.services.map(({ service }) => service));
  const staying = current.services.map(({ service }) => service).filter((service) => !names.has(service));
  return { images: target.services, staying };
}
