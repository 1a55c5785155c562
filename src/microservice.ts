/**
 * One service as plain data: what its descriptor says, completed by what its files say.
 */
import type { Fault } from "./yaml/fault.ts";

/** Files that a scratch or otherwise bare image gets only where the service asks for them. */
export type Extra = "certificates" | "timezones" | "user";

export interface Microservice {
  /** Unique in the repository: the directory's name, or the descriptor's. */
  name: string;
  /** Its directory relative to the source root, `.` for the root itself. */
  path: string;
  /** Name of a language of `src/languages/table.ts`. */
  language: string;
  /** Version of the language, as far as a base's tag needs it (`1.26`, `22`, `3.11`). */
  version?: string;
  /** Lowest version that its manifest admits (`>=20`), where it names no exact one: a higher default serves. */
  minimumVersion?: string;
  /** npm, pnpm, yarn, pip, uv, poetry, maven, gradle, … */
  packageManager?: string;
  /** As far as it is known: `9.12.0`; for yarn at least the `1` that tells classic from berry. */
  packageManagerVersion?: string;
  /**
   * Directory above, relative to the source root, whose lockfile or workspace manifest the service
   * is a member of: where its package manager must be run. Absent where that is `path`.
   */
  workspace?: string;
  /**
   * What is compiled or started: a Go main package, a JavaScript file, a Python `module:object` (with `()`
   * where it is a factory), a Cargo binary, the jar or folder that a Java or Scala build leaves, the folder
   * of a static site, a Dockerfile.
   */
  entrypoint?: string;
  /** Dockerfile: the directory that it copies from, relative to the source root; `path` where it isn't said. */
  context?: string;
  /** Start command in the image; overrides what the language derives from the entry point. */
  command?: string[];
  /** What a compiled program is started with, where no `command` says all. */
  arguments?: string[];
  /** A compiled program is linked to the C library as it starts: its image has that. */
  linkage?: "dynamic";
  /**
   * What runs before the build, in this order: `packages/log: npm run build`, the directory relative to the source
   * root. Absent where nothing does.
   */
  preparation?: string[];
  /** Rust: package of a workspace that has the binary. */
  member?: string;
  /** Optional parts that are compiled in: Cargo's features, Go's build tags. */
  features: string[];
  /** What the manifest calls its build, where it has one: `npm run build`. */
  buildCommand?: string[];
  /** Test command in the test stage; overrides the language's own. */
  testCommand?: string[];
  /** Lint command, run where the tests run; overrides the language's own. */
  lintCommand?: string[];
  /**
   * Python: what is installed, in this order: a lockfile, requirements, a manifest, `.` for the service's own package.
   * First, `.` brings its dependencies; after others it comes without.
   */
  installs?: string[];
  /** Directory below `path` that the start command runs in; `path` itself by default. */
  startDirectory?: string;
  /** Python: the directory below `path` that modules are imported from, where that isn't `path`: `src`. */
  importRoot?: string;
  /** TCP port that it listens on. */
  port?: number;
  /** Node: bundle to one file. */
  bundle?: boolean;
  /** Extras in the image. */
  extras: Extra[];
  /** Debian packages beside the toolchain and the runtime. */
  packages: SystemPackages;
  /** Files and directories that lie beside a compiled program. */
  files: ImageFile[];
  /** Working directory of a compiled program that has files beside it, where that is known: `/app` otherwise. */
  workdir?: string;
  /** Files and directories outside `path` that the build reads, relative to the source root. */
  inputs: string[];
  /**
   * Files and directories that the package manager reads beside its own manifests, relative to the source root:
   * archives, patches, packages that it copies. Absent where there are none.
   */
  installInputs?: string[];
  /** `all`: an image has development dependencies too, or there are none of these. `none`: nothing is installed. */
  dependencies?: "all" | "none";
  /** Services whose images or outputs this one needs first. */
  needs: string[];
  /** Variables of the build stage. */
  buildArguments: Record<string, string>;
  /** Variables in the image. */
  variables: Record<string, string>;
  /** Labels of the image. */
  labels: Record<string, string>;
  /** Names of build secrets; each is a variable of that name, upper case, in the build stage's steps. */
  secrets: string[];
  /**
   * How private repositories among its dependencies are reached, by host or host and path (`github.com/acme`): `ssh` by
   * the caller's agent, else by the secret of that name. Both are lent to what fetches dependencies alone.
   */
  git?: Record<string, string>;
  /** Largest image allowed, uncompressed bytes; absent where any is. */
  budgetBytes?: number;
  /** False: nobody looks whether its image can start. */
  startCheck: boolean;
  /** False: this service's download caches are its own. */
  sharedCache: boolean;
  /** Differences by environment. */
  environments: Record<string, EnvironmentSettings>;
  /** What a started image must answer. */
  expect: Expectation[];
  /** What was detected, and from what. */
  facts: Fact[];
  /** What may not work as it is, and what mends it; absent where there is nothing. Files are relative to the source root. */
  warnings?: Fault[];
  /** What no lockfile pins, one of the warnings; absent where a lockfile does. */
  unlocked?: Fault;
}

/** Names of Debian packages, `libpq5`, each with `=VERSION` where it must be that one. */
export interface SystemPackages {
  /** Of build stages: compilers, headers. */
  build: string[];
  /** Whose files, with those of what they depend on, are in the image. */
  runtime: string[];
}

/** A file or directory that crosses into the image as it is. */
export interface ImageFile {
  /** Relative to the source root. */
  source: string;
  /** Relative to the program's working directory, or absolute. */
  target: string;
}

/** What an environment changes: merged over the service's own, key by key. */
export interface EnvironmentSettings {
  buildArguments: Record<string, string>;
  variables: Record<string, string>;
  labels: Record<string, string>;
}

/** A request to a started image and what must come back: an HTTP GET of `path`, or a gRPC call. */
export interface Expectation {
  /** Path of an HTTP GET. */
  path?: string;
  /** Full name of a unary gRPC method without arguments: `grpc.health.v1.Health/Check`. */
  grpc?: string;
  /** HTTP status, 200 by default. */
  status: number;
  /** Text that the body contains. */
  body?: string;
  /** Headers that must be there, name to text that the value contains. */
  headers: Record<string, string>;
}

/** One thing a file told us: `version` is `1.26` because of `go.mod`. */
export interface Fact {
  field: FactField;
  /** `inputs` are relative to the source root, `variables` are `NAME=value`. */
  value: string | number | string[];
  /** File relative to the service's directory, with the line where it helps: `go.mod:3`. */
  from: string;
}

/** Fields of a microservice that files can tell. */
export type FactField =
  | "version"
  | "minimumVersion"
  | "packageManager"
  | "packageManagerVersion"
  | "workspace"
  | "entrypoint"
  | "context"
  | "command"
  | "startDirectory"
  | "installs"
  | "importRoot"
  | "preparation"
  | "buildCommand"
  | "testCommand"
  | "lintCommand"
  | "port"
  | "buildPackages"
  | "runtimePackages"
  | "extras"
  | "arguments"
  | "member"
  | "features"
  | "linkage"
  | "files"
  | "workdir"
  | "variables"
  | "inputs"
  | "installInputs"
  | "dependencies";
