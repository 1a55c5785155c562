import { globs, plainStart } from "./globs.ts";
import { isPlain, join } from "./paths.ts";

/** All files of a repository, shared by every view of it. */
interface Store {
  /** Sorted, so that a directory is one run of neighbours. */
  paths: string[];
  known: Set<string>;
  texts: ReadonlyMap<string, string>;
  links: ReadonlyMap<string, string>;
  /** Paths by their last part; made when first asked for. */
  byName?: Map<string, string[]>;
  /** What was made of a text, by parser and text: services of one workspace read the same manifests, others equal ones. */
  parsed: Map<(text: string) => unknown, Map<string, unknown>>;
  /** Views by directory: what one of them knows is known to whoever asks for the same directory. */
  views: Map<string, Snapshot>;
}

/**
 * A directory as plain data: every path, and the text of the few files that detection reads.
 *
 * `under` and `above` are views of the same data, so asking for a service's directory costs nothing.
 */
export class Snapshot {
  /** Where this view lies in the whole, `.` for the root. */
  readonly directory: string;
  readonly #store: Store;
  #inside: string[] | undefined;
  #told: Map<(tree: Snapshot) => unknown, unknown> | undefined;

  /**
   * `paths` are files relative to the directory, with `/`; `texts` holds those that were read, `links` what is written
   * in those that are links, where that is known.
   */
  constructor(
    paths: string[],
    texts: ReadonlyMap<string, string> = new Map(),
    links: ReadonlyMap<string, string> = new Map(),
    view?: [Store, string],
  ) {
    const known = new Set(view ? [] : [...paths, ...texts.keys()]);
    const own = () => ({ paths: [...known].sort(), known, texts, links, parsed: new Map() });
    this.#store = view?.[0] ?? { ...own(), views: new Map([[".", this]]) };
    this.directory = view?.[1] ?? ".";
  }

  /** Made from a literal, for tests: path to text. */
  static of(files: Record<string, string>): Snapshot {
    return new Snapshot(Object.keys(files), new Map(Object.entries(files)));
  }

  /** Every file, relative to this directory, sorted. */
  get paths(): string[] {
    this.#inside ??= this.#list();
    return this.#inside;
  }

  /** The whole that this is a view of. */
  get root(): Snapshot {
    return this.#view(".");
  }

  has(path: string): boolean {
    return this.#mayHave(path) && this.#store.known.has(this.#whole(path));
  }

  /** What is written in a link: relative to its own directory. Undefined where it is none, or nobody knows. */
  link(path: string): string | undefined {
    return this.#store.links.get(this.#whole(path));
  }

  /** Paths that are links. */
  get links(): string[] {
    return this.#store.links.size ? this.paths.filter((path) => this.link(path) !== undefined) : [];
  }

  /** True where a file lies anywhere below the path. */
  hasDirectory(path: string): boolean {
    if (path === ".") return this.#store.paths.length > 0;
    const prefix = `${join(this.directory, path)}/`;
    return this.#store.paths[first(this.#store.paths, prefix)]?.startsWith(prefix) ?? false;
  }

  /** The file's text without a byte order mark; undefined where it isn't there, or is not of a kind that is read. */
  text(path: string): string | undefined {
    const text = this.#mayHave(path) ? this.#store.texts.get(this.#whole(path)) : undefined;
    return text?.startsWith("\uFEFF") ? text.slice(1) : text;
  }

  /** What a pure function makes of the file's text, made once; undefined where the text isn't known. */
  parsed<T>(path: string, parse: (text: string) => T): T | undefined {
    const text = this.text(path);
    if (text === undefined) return undefined;
    const results = this.#store.parsed.get(parse) ?? new Map<string, unknown>();
    this.#store.parsed.set(parse, results);
    if (!results.has(text)) results.set(text, parse(text));
    return results.get(text) as T;
  }

  /** What a pure function tells of this directory and what lies around it, found out once: many services share a workspace. */
  told<T>(tell: (tree: Snapshot) => T): T {
    this.#told ??= new Map();
    if (!this.#told.has(tell)) this.#told.set(tell, tell(this));
    return this.#told.get(tell) as T;
  }

  /** Line number (from 1) of the first line that matches, for `go.mod:3`. */
  line(path: string, pattern: RegExp): number | undefined {
    const index =
      this.text(path)
        ?.split("\n")
        .findIndex((line) => pattern.test(line)) ?? -1;
    return index < 0 ? undefined : index + 1;
  }

  /** Paths that match. */
  find(pattern: RegExp): string[] {
    return this.paths.filter((path) => pattern.test(path));
  }

  /** Files of this name, here and in every directory below, sorted. */
  named(name: string): string[] {
    return below(this.#byName.get(name) ?? [], this.directory);
  }

  /** Paths that one of the patterns matches, as {@link globs} reads them, sorted. */
  matching(patterns: readonly string[]): string[] {
    const isName = (pattern: string) => isPlain(pattern) && plainStart(pattern) === pattern;
    const named = patterns.filter(isName).flatMap((path) => this.#at(path));
    const wild = patterns.filter((pattern) => !isName(pattern));
    const starts = [...new Set(wild.map(plainStart))];
    const asked = starts.includes(".") ? this.paths : starts.flatMap((start) => this.#at(start));
    return [...new Set([...named, ...asked.filter(globs(wild))])].sort();
  }

  /** The same for a directory below; `.` is the directory itself. */
  under(directory: string): Snapshot {
    return directory === "." ? this : this.#view(join(this.directory, directory));
  }

  /** The directories that hold this one, nearest first, up to the root. */
  above(): Snapshot[] {
    if (this.directory === ".") return [];
    const parts = this.directory.split("/").slice(0, -1);
    return [...parts.map((_, index) => parts.slice(0, parts.length - index).join("/")), "."].map((path) =>
      this.#view(path),
    );
  }

  get #byName(): Map<string, string[]> {
    this.#store.byName ??= grouped(this.#store.paths);
    return this.#store.byName;
  }

  /** False for the names of most files that detection asks for: none in the whole repository is called so. */
  #mayHave(path: string): boolean {
    return path.includes("/") || !isPlain(path) || this.#byName.has(path);
  }

  /** A path as the whole knows it. */
  #whole(path: string): string {
    if (!isPlain(path)) return join(this.directory, path);
    return this.directory === "." ? path : `${this.directory}/${path}`;
  }

  #view(directory: string): Snapshot {
    const { views } = this.#store;
    const view = views.get(directory) ?? new Snapshot([], undefined, undefined, [this.#store, directory]);
    views.set(directory, view);
    return view;
  }

  /** A file, or all files of a directory. */
  #at(path: string): string[] {
    if (this.has(path)) return [path];
    return this.under(path).paths.map((file) => `${path}/${file}`);
  }

  #list(): string[] {
    return below(this.#store.paths, this.directory);
  }
}

/** Those of the sorted paths that lie in a directory, relative to it. */
function below(paths: string[], directory: string): string[] {
  if (directory === ".") return paths;
  const prefix = `${directory}/`;
  const found: string[] = [];
  for (let index = first(paths, prefix); paths[index]?.startsWith(prefix); index += 1) {
    found.push((paths[index] as string).slice(prefix.length));
  }
  return found;
}

function grouped(paths: string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const group = groups.get(name);
    if (group) group.push(path);
    else groups.set(name, [path]);
  }
  return groups;
}

/** Index of the first of the sorted paths that is not before `prefix`. */
function first(paths: string[], prefix: string): number {
  let [low, high] = [0, paths.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paths[middle] as string) < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}
