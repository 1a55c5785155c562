import type { Refusal } from "../failure.ts";
import { isLower } from "../manifests/version-order.ts";
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
 * below, the first that is not, or why there is none. Nothing where the base's own will do.
 */
export function servedBy(service: Microservice, offered: Offered): { version?: string; refusal?: Refusal } {
  const { version, minimumVersion } = service;
  if (version || !minimumVersion || !isLower(offered.version, minimumVersion)) return { version };
  const least = offered.versions?.find((each) => !isLower(each, minimumVersion));
  return least ? { version: least } : { refusal: belowMinimum(service, minimumVersion, offered) };
}

function belowMinimum(
  { name, path, facts }: Microservice,
  minimum: string,
  { base, version, versions }: Offered,
): Refusal {
  const from = facts.find(({ field }) => field === "minimumVersion")?.from ?? "its manifest";
  const asked = `${name}: ${from} asks for ${minimum} or later, which the base "${base}" has not`;
  const there = `there is ${(versions ?? [version]).join(", ")}`;
  const said = `say \`version: "${minimum}"\` in ${path === "." ? "" : `${path}/`}service.yaml`;
  return { message: `${asked}: ${there}`, next: versions ? "say --bases registry" : said };
}
