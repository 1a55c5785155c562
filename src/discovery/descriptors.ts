import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { nearest } from "../yaml/nearest.ts";

/** Name of the file that describes a service. */
export const FILE_NAME = "service.yaml";

/** Whose a file of that name is. */
export interface DescriptorFiles {
  /** Directories that one of ours describes. */
  described: string[];
  /** Directories with one of another tool's, and whose. */
  foreign: Map<string, string>;
}

/** Sorts the files of that name: manifests of Kubernetes and templates of Helm are called so, too. @param fields those of ours. */
export function descriptorFiles(snapshot: Snapshot, fields: string[]): DescriptorFiles {
  const files: DescriptorFiles = { described: [], foreign: new Map() };
  for (const path of snapshot.named(FILE_NAME)) {
    const directory = join(path, "..");
    if (/(^|\/)(\.[^/]+|node_modules)\//.test(path)) continue;
    const owner = otherOwner(snapshot, path) ?? strange(snapshot.text(path) ?? "", fields);
    if (owner) files.foreign.set(directory, owner);
    else files.described.push(directory);
  }
  return files;
}

/** Whose a file is that is called as one of ours: Kubernetes' or Helm's; undefined where it may be ours. */
export function otherOwner(snapshot: Snapshot, file: string): string | undefined {
  const text = snapshot.text(file) ?? "";
  if (/^[ \t]*apiVersion\s*:/m.test(text) && /^[ \t]*kind\s*:/m.test(text)) return "Kubernetes";
  const chart = ["../Chart.yaml", "../../Chart.yaml"].some((path) => snapshot.has(join(file, path)));
  return text.includes("{{") || chart ? "Helm" : undefined;
}

function strange(text: string, fields: string[]): string | undefined {
  const keys = [...text.matchAll(/^([A-Za-z_][\w.-]*)\s*:/gm)].map(([, key]) => key as string);
  // A misspelled field is ours; several that are nothing like ours are somebody else's.
  return keys.length > 1 && !keys.some((key) => nearest(key, fields)) ? "another tool" : undefined;
}
