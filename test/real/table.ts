import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

/** A public repository at one commit, and what a person who reads it would deploy from it. */
export interface Repository {
  /** `owner/name`. */
  repository: string;
  commit: string;
  /** Where in it the services lie: all of it unless said. */
  directory?: string;
  /** The start command of each service, by its path; null where its own Dockerfile says all there is to say. */
  services: Record<string, string | null>;
  /** Lines of service.yaml that a service needs, by its path. */
  configuration?: Record<string, string[]>;
}

const table: Repository[] = parse(readFileSync(join(import.meta.dirname, "repositories.yaml"), "utf8"));

/** The table's entry for a checkout, by the name of its directory. */
export function entryOf(checkout: string): Repository {
  const found = table.find(({ repository }) => basename(repository) === basename(checkout));
  if (!found) throw new Error(`${checkout}: repositories.yaml has no repository of this name`);
  return found;
}
