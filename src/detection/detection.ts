import type { Snapshot } from "../files/snapshot.ts";
import type { Fact, FactField, Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";
import type { WrongCommand } from "./command.ts";

/** What a language reads off a service's files. */
export interface Detection {
  /** The file that the language is told by: `go.mod`. */
  manifest: string;
  /** What the manifest calls the service: names one that is the whole source root. */
  name?: string;
  /** How much the files say; `service` by default. */
  rank?: Rank;
  facts: Fact[];
  /** All entry points that there can be, where files tell. */
  entrypoints?: string[];
  /** Programs that it makes, where there are several and each is a service of its own as long as nobody says which is meant. */
  programs?: Program[];
  /** Why it is a service only where somebody says so: `only libraries have a main and no start script`. */
  excluded?: string;
  /** The same, where another directory's program is made with it. */
  excludedIfNeeded?: string;
  /** The language can't build it as it is, and says so in faults: a Dockerfile beside it can. */
  leftToRecipe?: boolean;
  /** What the files leave open: the descriptor must say. */
  choices?: Question[];
  /** Manifests that can't be read; files are relative to the service's directory. */
  faults?: Fault[];
  /** What may not work as it is, and what mends it; the service is built all the same. Files as in {@link faults}. */
  warnings?: Fault[];
  /** What no lockfile pins: a warning, and refused by `--frozen`. */
  unlocked?: Fault;
}

/**
 * `service`: something to run. `recipe`: only a Dockerfile. `tooling`: a manifest that starts nothing,
 * such as a `package.json` with a linter beside a `go.mod`. `page`: files that a program beside them may serve.
 * A higher rank wins without a question.
 */
export type Rank = "service" | "recipe" | "tooling" | "page";

/** One of several programs that a directory's files make. */
export interface Program {
  name: string;
  /** Its own directory, relative to the one of all, where its files say the rest. */
  directory?: string;
  /** What tells it from the others, where it has none. */
  entrypoint?: string;
  /** The file that tells it, as in facts. */
  from: string;
}

/** A field that files don't settle. */
export interface Question {
  field: FactField;
  /** Possible readings; none where nothing was found. */
  values: string[];
  /** Where nothing was found: what was looked for. */
  expected?: string;
  /** What was found and isn't enough, in place of both: `package.json:4 starts "a | b", but …`. */
  why?: string;
  /** What mends it, where no line of a descriptor does. */
  hint?: string;
  /** Descriptor fields that settle it too. */
  unless?: "command"[];
}

/** What the descriptor says already, so that what is derived from it fits: a command from its entry point. */
export interface Overrides {
  entrypoint?: string;
  packageManager?: string;
  port?: number;
  buildArguments?: Record<string, string>;
}

/** A language as far as detection needs it. */
export interface Detector {
  name: string;
  /** What other ecosystems call it: `golang`. */
  aliases?: string[];
  /** Files that tell it, the likeliest first: `go.mod`. */
  manifests: string[];
  /** Files whose texts {@link detect} reads, in any directory: names, or patterns such as `project/*.sbt`. Others are known by name alone. */
  reads?: string[];
  /** The same for sources: there are many, and each is read only when it is asked for. */
  readsWhenAsked?: string[];
  /** Package managers that a descriptor may name. */
  managers?: string[];
  /** Languages that it is preferred to where both read the same manifest. */
  over?: string[];
  /** What `entrypoint` of a descriptor is. */
  entrypoint?: EntryPoint;
  /** Compiles to a program that files lie beside: {@link Microservice.files}. */
  carries?: boolean;
  /** Its images begin as nothing: what a system usually has is an extra. */
  bare?: boolean;
  /** Is built in the service's directory alone, by a file there: nothing is copied by name. */
  ownContext?: boolean;
  detect(tree: Snapshot, given?: Overrides): Detection | undefined;
  /** What is wrong with a start command that a descriptor says, where images lack more than {@link absentProgram} knows. */
  command?(command: string[], tree: Snapshot): WrongCommand | undefined;
  /** What is wrong with the files of a service, as only all that is known of it tells. */
  faults?(tree: Snapshot, service: Microservice): Fault[];
}

/** What a descriptor names as its entry point in one language. */
export interface EntryPoint {
  /** For documentation: `a main package`. */
  what: string;
  /**
   * Where it must lie, files or directories (`cmd/api/`), the one to name first; undefined where that can't be known.
   */
  places?(entrypoint: string, tree: Snapshot): string[] | undefined;
}

/** A fact from a file, with the line where the pattern matches. */
export function fact(
  tree: Snapshot,
  field: FactField,
  value: Fact["value"],
  file: string,
  line?: RegExp | number,
): Fact {
  const found = typeof line === "number" ? line : line && tree.line(file, line);
  return { field, value, from: found ? `${file}:${found}` : file };
}

/** Leaves out what wasn't found. */
export function present<T>(values: (T | undefined | false | "")[]): T[] {
  return values.filter((value): value is T => value !== undefined && value !== false && value !== "");
}
