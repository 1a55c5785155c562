import { isLower } from "../detection/versions.ts";
import type { Refusal } from "../failure.ts";
import type { Microservice } from "../microservice.ts";

/** The versions of a base. */
export interface Offered {
  base: string;
  /** Where a service names none. */
  version: string;
  /** All that there are, oldest first; absent where only a registry knows. */
  versions?: string[];
}

/**
 * The version that serves a service: its own; where its manifest names a lowest one alone that the base's own is
 * below, the first that is not. Undefined where there is none, or the base's own will do.
 */
export function leastServing(
  { version, minimumVersion }: Microservice,
  offered: Offered,
): string | undefined {
  if (version || !minimumVersion || !isLower(offered.version, minimumVersion)) return version;
  return offered.versions?.find((each) => !isLower(each, minimumVersion));
}

/** No base has the version that a service's manifest asks for at least. */
export function belowMinimum(service: Microservice, offered: Offered): Refusal | undefined {
  const { name, path, version, minimumVersion, facts } = service;
  if (version || !minimumVersion || !isLower(offered.version, minimumVersion)) return undefined;
  const from = facts.find(({ field }) => field === "minimumVersion")?.from ?? "its manifest";
  const asked = `${name}: ${from} asks for ${minimumVersion} or later, which the base "${offered.base}" has not`;
  const there = `there is ${(offered.versions ?? [offered.version]).join(", ")}`;
  const said = `say \`version: "${minimumVersion}"\` in ${path === "." ? "" : `${path}/`}service.yaml`;
  return { message: `${asked}: ${there}`, next: offered.versions ? "say --bases registry" : said };
}
