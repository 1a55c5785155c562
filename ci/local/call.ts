import type { OneOptions, PublishAllOptions, RunOptions } from "../../src/commands/options.ts";
import type { PromoteOptions } from "../../src/commands/promote.ts";
import type { RunResult } from "../../src/report/result.ts";
import type { Values } from "./arguments.ts";
import type { LocalOptions } from "./engine.ts";
import type { Reports } from "./output/reports.ts";

/** Everything that a caller may say, by the names of the module's arguments; a function takes its own part. */
export interface CallOptions
  extends LocalOptions,
    OneOptions,
    RunOptions,
    PublishAllOptions,
    Omit<PromoteOptions, "build">,
    Reports {
  build?: boolean;
  /** Of `services`. */
  all?: boolean;
  since: string;
  /** Of `matrix`. */
  shards: number;
  form?: "github" | "gitlab";
  /** Ends well also where a service failed: the report says how it went. */
  noFail?: boolean;
  json?: boolean;
  /** Of `init`. */
  yes?: boolean;
  fromDockerfiles?: boolean;
  /** Of `completion`. */
  shell?: "bash" | "zsh" | "fish";
  progress?: "auto" | "plain";
  stepTimeout?: string;
  registryWait?: string;
  /** Of `ci`: write nothing. Of `build-all`: start images, too. */
  check?: boolean;
  /** Of `ci`. */
  provider: string;
  force?: boolean;
  /** Of `cache prune`. */
  keep: string;
  max?: string;
  dryRun?: boolean;
  /** Of `run`. */
  port?: number;
  variable?: string[];
  /** Of verbs, and of `ci`. */
  path: string;
  address: string;
}

/** What a function hands back to the command line. */
export interface Output {
  /** For people. */
  text: string;
  /** For `--json`. */
  data?: RunResult | object;
  exitCode?: number;
}

/** A verb after a function, as Dagger's own types have them. */
export interface Chain {
  verb: string;
  given: CallOptions;
}

/** The values of flags by the names of arguments: `affected-since` is `affectedSince`. */
export function callOptions(values: Values): CallOptions {
  return Object.fromEntries(
    Object.entries(values).map(([flag, value]) => [camel(flag), value]),
  ) as unknown as CallOptions;
}

function camel(flag: string): string {
  return flag.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
