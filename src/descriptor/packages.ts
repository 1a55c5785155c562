import type { Fault } from "../yaml/fault.ts";
import type { ParsedDescriptor } from "./descriptor.ts";

/** Packages that a descriptor asks for where a service's own Dockerfile is built. */
export function packageFaults({ file, at, descriptor }: ParsedDescriptor): Fault[] {
  if (!descriptor.packages) return [];
  const message = "packages: a service's own Dockerfile installs what it needs";
  return [{ file, ...at("packages"), message, hint: "say RUN apt-get install there, and remove the field" }];
}
