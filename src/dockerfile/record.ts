import type { Agent, Artifact, BuildSecret, Cache, CopyOptions, Selection, Stage, Tree } from "../stage.ts";

/**
 * The recorder: stands in for `dag` and remembers what was asked of it, as plain data.
 */

/** One verb with its arguments; a chain of them is a stage. */
export type Step =
  | { verb: "scratch" }
  | { verb: "from"; address: string; platform?: string }
  | { verb: "dockerfile"; text: string; target?: string }
  | { verb: "name"; name: string }
  | { verb: "workdir"; path: string }
  | { verb: "env"; name: string; value: string }
  | { verb: "copy"; path: string; tree: RecordedTree; owner?: string }
  | { verb: "newFile"; path: string; contents: string }
  | { verb: "exec"; args: string[] }
  | { verb: "cache"; path: string; key: string }
  | { verb: "secretFile"; path: string; secret: string }
  | { verb: "secretVariable"; name: string; secret: string }
  | { verb: "agent"; path: string }
  | { verb: "unmount"; path: string }
  | { verb: "user"; name: string }
  | { verb: "entrypoint"; args: string[] }
  | { verb: "defaultArgs"; args: string[] }
  | { verb: "port"; port: number }
  | { verb: "label"; name: string; value: string };

/** A stage as the verbs that led to it; never changes. */
export class RecordedStage implements Stage {
  readonly parent: RecordedStage | undefined;
  readonly step: Step;

  constructor(step: Step = { verb: "scratch" }, parent?: RecordedStage) {
    this.step = step;
    this.parent = parent;
  }

  /** The Dockerfile's name for this point of the chain. */
  named(name: string): this {
    return this.#then({ verb: "name", name });
  }
  /** @param platform of the base, where it is not the image's. */
  from(address: string, platform?: string): this {
    return this.#then({ verb: "from", address, platform });
  }
  withWorkdir(path: string): this {
    return this.#then({ verb: "workdir", path });
  }
  withEnvVariable(name: string, value: string): this {
    return this.#then({ verb: "env", name, value });
  }
  withDirectory(path: string, tree: Tree, options: CopyOptions = {}): this {
    const { owner, ...selection } = options;
    return this.#then({ verb: "copy", path, tree: recorded(tree).filter(selection), owner });
  }
  withFile(path: string, file: Artifact): this {
    return this.#then({ verb: "copy", path, tree: recorded(file) });
  }
  withNewFile(path: string, contents: string): this {
    return this.#then({ verb: "newFile", path, contents });
  }
  withExec(args: string[]): this {
    return this.#then({ verb: "exec", args });
  }
  withMountedCache(path: string, cache: Cache): this {
    return this.#then({ verb: "cache", path, key: recordedName(cache) });
  }
  withMountedSecret(path: string, secret: BuildSecret): this {
    return this.#then({ verb: "secretFile", path, secret: recordedName(secret) });
  }
  withSecretVariable(name: string, secret: BuildSecret): this {
    return this.#then({ verb: "secretVariable", name, secret: recordedName(secret) });
  }
  withoutMount(path: string): this {
    return this.#then({ verb: "unmount", path });
  }
  /** A Dockerfile knows one agent: the caller's. */
  withUnixSocket(path: string, _agent: Agent): this {
    return this.#then({ verb: "agent", path });
  }
  withoutUnixSocket(path: string): this {
    return this.withoutMount(path);
  }
  withUser(name: string): this {
    return this.#then({ verb: "user", name });
  }
  withEntrypoint(args: string[]): this {
    return this.#then({ verb: "entrypoint", args });
  }
  withDefaultArgs(args: string[]): this {
    return this.#then({ verb: "defaultArgs", args });
  }
  withExposedPort(port: number): this {
    return this.#then({ verb: "port", port });
  }
  withLabel(name: string, value: string): this {
    return this.#then({ verb: "label", name, value });
  }
  directory(path: string): RecordedTree {
    return new RecordedTree(this, path);
  }
  file(path: string): RecordedTree {
    return new RecordedTree(this, path, { isFile: true });
  }

  #then(step: Step): this {
    return new RecordedStage(step, this) as this;
  }
}

/** Files of a stage, or of the build's context where `origin` is absent. */
export class RecordedTree implements Tree, Artifact {
  readonly origin: RecordedStage | undefined;
  readonly path: string;
  readonly isFile: boolean;
  readonly selections: Selection[];

  constructor(
    origin: RecordedStage | undefined,
    path: string,
    { isFile = false, selections = [] as Selection[] } = {},
  ) {
    this.origin = origin;
    this.path = path;
    this.isFile = isFile;
    this.selections = selections;
  }
  directory(path: string): RecordedTree {
    return new RecordedTree(this.origin, join(this.path, path));
  }
  file(path: string): RecordedTree {
    return new RecordedTree(this.origin, join(this.path, path), { isFile: true });
  }
  filter(selection: Selection): RecordedTree {
    if (!selection.include && !selection.exclude) return this;
    return new RecordedTree(this.origin, this.path, { selections: [...this.selections, selection] });
  }
  /** A Dockerfile has no word for it: builders take `--timestamp` or `SOURCE_DATE_EPOCH`. */
  withTimestamps(_seconds: number): RecordedTree {
    return this;
  }
}

/** A named thing without contents: a cache volume, a secret or an agent. */
export class RecordedName implements Cache, BuildSecret, Agent {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  id(): Promise<string> {
    return Promise.resolve(this.name);
  }
}

function recorded(tree: Tree | Artifact): RecordedTree {
  if (tree instanceof RecordedTree) return tree;
  throw new TypeError("the recorder copies only what it recorded");
}

function recordedName(thing: Cache | BuildSecret): string {
  if (thing instanceof RecordedName) return thing.name;
  throw new TypeError("the recorder mounts only what it recorded");
}

function join(base: string, path: string): string {
  const parts = `${base}/${path}`.split("/").filter((part) => part !== "" && part !== ".");
  return (base.startsWith("/") ? "/" : "") + parts.join("/") || ".";
}
