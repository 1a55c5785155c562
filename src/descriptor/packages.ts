import { compare, type Fault } from "../yaml/fault.ts";
import type { ParsedDescriptor } from "./descriptor.ts";

/** Names that a descriptor says and detected ones, each once; an empty list leaves out what was detected. */
export function mergedPackages(said: string[] | undefined, detected: string[]): string[] {
  if (said && !said.length) return [];
  return [...new Set([...(said ?? []), ...detected])].sort(compare);
}

/** Packages that a descriptor asks for where a service's own Dockerfile is built. */
export function packageFaults({ file, at, descriptor }: ParsedDescriptor): Fault[] {
  if (!descriptor.packages) return [];
  const message = "packages: a service's own Dockerfile installs what it needs";
  return [{ file, ...at("packages"), message, hint: "say RUN apt-get install there, and remove the field" }];
}
