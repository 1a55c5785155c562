import type { Snapshot } from "../../../src/files/snapshot.ts";

/** What a check asks the machine; tests answer for it. */
export interface Machine {
  env: Record<string, string | undefined>;
  /** Whether this is the system's superuser. */
  isRoot: boolean;
  /** Version of the Node that runs us. */
  node: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Runs a command for at most five seconds; 127 where it isn't there. */
  ask(command: string, ...words: string[]): Promise<{ exitCode: number; text: string }>;
  has(command: string): boolean;
  exists(path: string): boolean;
  /** Bytes that are free where a path is or would be. */
  free(path: string): Promise<number>;
  /** Why nothing can be written below a directory; undefined where it can. */
  refusesWrites(directory: string): Promise<string | undefined>;
  /** Where what can be made again is kept. */
  cache: string;
  /** How buildah keeps steps apart. @throws where no step can run. */
  isolation(): Promise<string>;
  /** What a registry answers for an environment's images, and the time that it says it is. */
  registry(address: string): Promise<{ refused?: string; unreachable?: string; date?: number }>;
}

/** The repository that one stands in, as far as it can be read. */
export interface Standing {
  snapshot: Snapshot;
  /** What git says of the clone; undefined where there is no repository. */
  clone?: { isShallow: boolean };
}

/** How it is, and what mends it. */
export interface Finding {
  state: "good" | "weak" | "bad";
  said: string;
  mend?: string;
}

/** One line of `doctor`. */
export interface Check {
  name: string;
  find(machine: Machine, standing: Standing): Promise<Finding> | Finding;
}

export const good = (said: string): Finding => ({ state: "good", said });

/** It works, but not as well as it could. */
export const weak = (said: string, mend?: string): Finding => ({ state: "weak", said, mend });

/** Something that builds need is missing. */
export const bad = (said: string, mend?: string): Finding => ({ state: "bad", said, mend });
