import type { Candidate } from "../detection/precedence.ts";
import type { Fact } from "../microservice.ts";

/** A directory that is a service, or holds the sources of one of several. */
export interface ServiceLocation {
  directory: string;
  /** Somebody says that it is a service. */
  isDeclared?: boolean;
  /** What it is called where its descriptor doesn't say; as its directory by default. */
  name?: string;
  /** Its language, where something besides its own files tells. */
  language?: string;
  /** What something besides its own files tells: which of several entry points. */
  facts?: Fact[];
  /** What its files were found to be, where they were looked into. */
  candidates?: Candidate[];
}

/** A directory that could have been taken for a service. */
export interface PassedOver {
  directory: string;
  /** Why it wasn't: `tests`, `package.json starts nothing`. */
  reason: string;
}

/** Whether a path lies in a directory, or is it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === "." || path === directory || path.startsWith(`${directory}/`);
}

/** Whether a path lies in a directory, and isn't it. */
export function isBelow(path: string, directory: string): boolean {
  return path !== directory && isWithin(path, directory);
}

/** A directory, and those that hold it, up to the source root. */
export function upwardsOf(directory: string): string[] {
  const found: string[] = [];
  for (let at = directory; at !== "."; at = at.includes("/") ? at.slice(0, at.lastIndexOf("/")) : ".")
    found.push(at);
  return [...found, "."];
}
