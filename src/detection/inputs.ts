import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fact } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";

/** Directories and files outside the service that a manifest names, and those it names in vain. */
export interface Outside {
  facts: Fact[];
  faults: Fault[];
}

/**
 * The input that a manifest's path stands for; nothing where it lies inside the service.
 *
 * @param path relative to `base`, the manifest's directory.
 */
export function outside(tree: Snapshot, base: Snapshot, path: string, file: string, line?: number): Outside {
  const input = join(base.directory, path);
  const inside = tree.directory === "." || input === tree.directory || input.startsWith(`${tree.directory}/`);
  const from = line ? `${file}:${line}` : file;
  const fault = (message: string, hint: string) => ({ facts: [], faults: [{ file, line, message, hint }] });
  if (input === ".." || input.startsWith("../")) {
    return fault(`${path} lies outside the repository`, "bring it in, or let the package manager fetch it");
  }
  if (!tree.root.has(input) && !tree.root.hasDirectory(input)) {
    return fault(`the repository has no ${input}`, `${path} is relative to ${base.directory}`);
  }
  return { facts: inside ? [] : [{ field: "inputs", value: [input], from }], faults: [] };
}

/** All of them as one. */
export function combined(all: Outside[]): Outside {
  return { facts: all.flatMap(({ facts }) => facts), faults: all.flatMap(({ faults }) => faults) };
}

/** Files of a directory above that exist there, as inputs. */
export function inputsFrom(base: Snapshot, files: string[], from: string): Fact[] {
  const value = files
    .filter((file) => base.has(file) || base.hasDirectory(file))
    .map((file) => join(base.directory, file));
  return value.length ? [{ field: "inputs", value, from }] : [];
}
