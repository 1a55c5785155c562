/**
 * The verbs a pipeline may use: a structural subset of Dagger's API.
 *
 * The real `dag` satisfies {@link Stages} as it is, and so does the recorder that writes a Dockerfile,
 * which is why one definition of a language serves both. Each verb maps onto one Dockerfile instruction.
 * Methods return `this`, so a function that is handed Dagger containers hands Dagger containers back.
 */

/** Where stages start: `dag`, or its stand-in. */
export interface Stages<C extends Stage = Stage> {
  container(): C;
  cacheVolume(key: string): Cache;
}

/** A container on its way to being one. */
export interface Stage {
  from(address: string): this;
  withWorkdir(path: string): this;
  withEnvVariable(name: string, value: string): this;
  withDirectory(path: string, tree: Tree, options?: CopyOptions): this;
  withFile(path: string, file: Artifact): this;
  withNewFile(path: string, contents: string): this;
  withExec(args: string[]): this;
  withMountedCache(path: string, cache: Cache): this;
  withMountedSecret(path: string, secret: BuildSecret): this;
  withSecretVariable(name: string, secret: BuildSecret): this;
  withoutMount(path: string): this;
  withUnixSocket(path: string, socket: Agent): this;
  withoutUnixSocket(path: string): this;
  withUser(name: string): this;
  withEntrypoint(args: string[]): this;
  withDefaultArgs(args: string[]): this;
  withExposedPort(port: number): this;
  withLabel(name: string, value: string): this;
  directory(path: string): Tree;
  file(path: string): Artifact;
}

/** Files and folders: sources on their way in, artifacts on their way out. */
export interface Tree {
  directory(path: string): Tree;
  file(path: string): Artifact;
  filter(options: Selection): Tree;
  withTimestamps(seconds: number): Tree;
}

/** One file. */
export interface Artifact {
  withTimestamps(seconds: number): Artifact;
}

/** Glob patterns as Dagger reads them, relative to the tree. */
export interface Selection {
  include?: string[];
  exclude?: string[];
}

/** What a copy leaves out, and whose the copies are (`uid:gid`; root by default). */
export interface CopyOptions extends Selection {
  owner?: string;
}

/** A cache volume: lives from build to build on one machine, reaches no image. */
export interface Cache {
  id(): PromiseLike<unknown>;
}

/** A value that a step may read and that nothing may keep. */
export interface BuildSecret {
  id(): PromiseLike<unknown>;
}

/** The caller's ssh agent: it answers for keys that nobody else sees. */
export interface Agent {
  id(): PromiseLike<unknown>;
}

/** Everything a language may reach while it describes stages. */
export interface Kit<C extends Stage> {
  stages: Stages<C>;
  /** Starts a stage from a base named in `bases.yaml`. */
  from(base: string, version?: string): C;
  /**
   * A stage that the service's own Dockerfile makes, with its directory as context.
   *
   * @param file relative to that directory.
   * @param target one of the Dockerfile's stages; the last by default.
   */
  userDockerfile(file: string, target?: string): C;
  /** Gives a stage its name in the Dockerfile. */
  named(name: string, stage: C): C;
  /** The source root, narrowed to this service's directory and inputs. */
  source: Tree;
  /** A download cache: `go-mod`, `npm`; shared by all services unless the service wants its own. */
  cache(name: string): Cache;
  /** The image's platform, `linux/arm64`, where it is not the builder's own. */
  platform?: string;
  /** The build secrets that the caller gave, by name. */
  secrets: Record<string, BuildSecret>;
  /** The caller's ssh agent, where the service asks for one and the caller lends it. */
  agent?: Agent;
}
