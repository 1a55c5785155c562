import type { Refusal } from "../failure.ts";
import { isCount, isListOf, isObject, isText } from "../untrusted-json.ts";
import type { Facts } from "./facts.ts";
import { sourceAddress } from "./labels.ts";
import { parseVersion, versionOf } from "./versions.ts";

/** What version control says of the sources. */
export interface Checkout {
  /** Full revision of HEAD. */
  revision: string;
  /** Files below the source root differ from it. */
  dirty: boolean;
  /** Commit time of HEAD, seconds since 1970. */
  created: number;
  /** Tags on HEAD. */
  tags: string[];
  /** Address of the remote `origin`. */
  remote?: string;
}

export function isCheckout(value: unknown): value is Checkout {
  return (
    isObject(value) &&
    isText(value.revision) &&
    typeof value.dirty === "boolean" &&
    isCount(value.created) &&
    isListOf(value.tags, isText) &&
    (value.remote === undefined || isText(value.remote))
  );
}

/** What is known of the sources besides what a caller says. */
export interface SourceFacts {
  checkout?: Checkout;
  /** Full revision, where there is no checkout: a CI provider's word. */
  revision?: string;
  /** Seconds since 1970, where there is no checkout. */
  created?: number;
}

/** What a caller says of the sources; it wins over what version control says. */
export interface Asked {
  environment: string;
  version?: string;
  revision?: string;
  /** Web address of the sources, from `multistage.yaml`. */
  source?: string;
  /** Seconds since 1970, where there is no version control; 0 by default. */
  created?: number;
}

/** The facts of one service's publish. */
export function factsOf(service: string, asked: Asked, checkout?: Checkout): Facts {
  const version = asked.version ?? (checkout && versionOf(service, checkout.tags));
  return {
    environment: asked.environment,
    revision: checkout?.revision ?? asked.revision,
    version: version && (parseVersion(version)?.text ?? version),
    dirty: checkout?.dirty ?? false,
    created: checkout?.created ?? asked.created ?? 0,
    source: asked.source ?? (checkout?.remote && sourceAddress(checkout.remote)),
  };
}

/** Why a version or revision is none, or undefined: a CI's variable that isn't set is an empty word. */
export function unsaid({ version, revision }: Pick<Asked, "version" | "revision">): Refusal | undefined {
  const empty = version === "" ? "--version" : revision === "" ? "--revision" : undefined;
  return empty === undefined
    ? undefined
    : { message: `${empty} is empty`, next: "leave it out, or set the variable that it comes from" };
}

/** Why what the caller says can't be true, or undefined: a revision that isn't the one that is checked out. */
export function contradiction({ revision }: Asked, checkout?: Checkout): Refusal | undefined {
  if (!revision || !checkout || checkout.revision.startsWith(revision)) return undefined;
  return {
    message: `--revision ${revision}: the sources are of ${checkout.revision}`,
    next: `git checkout ${revision}`,
  };
}
