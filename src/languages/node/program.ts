import type { Snapshot } from "../../files/snapshot.ts";

/** What an image starts, its paths relative to {@link directory}. */
export interface NodeProgram {
  command: string[];
  /** The file that runs, where the command names one. */
  entrypoint?: string;
  /** Packages that the command itself loads. */
  packages: string[];
  /** `NAME=value`, set for the command. */
  variables?: string[];
  /** Compiles or checks types as it runs, with whatever packages there are for development. */
  needsAll?: boolean;
  /** Where it starts, relative to the service's directory. */
  directory?: string;
  /** Commands before it that build. */
  builds?: string[];
}

/** Why a line doesn't tell what an image starts. */
export interface Unclear {
  why: string;
  /** A tool of development: another script may say what production starts. */
  isDevelopment?: boolean;
  /** What mends it, where that is no field of a descriptor. */
  hint?: string;
  /** What would be started, but for that. */
  command?: string[];
  /** Entry points of which one is meant. */
  among?: string[];
  /** The directory of the workspace's member that is started instead. */
  member?: string;
}

/** Where a line is written. */
export interface Context {
  /** The directory of its package. */
  tree: Snapshot;
  /** Scripts of the package, since one may run another. */
  scripts: Record<string, string>;
  /** Names of all packages that it and its workspace depend on. */
  uses: ReadonlySet<string>;
  /** What `$PORT` stands for. */
  port: number;
  /** How many scripts led here. */
  depth: number;
}

export function isUnclear(found: NodeProgram | Unclear): found is Unclear {
  return "why" in found;
}

/** A file that node runs. */
export function nodeFile(entrypoint: string, more: Partial<NodeProgram> = {}): NodeProgram {
  return { command: ["node", entrypoint], entrypoint, packages: [], ...more };
}
