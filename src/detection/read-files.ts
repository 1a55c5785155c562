import { join, relative } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fact } from "../microservice.ts";

/** A text in a source of a compiled program, which may name a file that it reads while it runs. */
export interface NamedPath {
  text: string;
  /** The source, relative to the service's directory. */
  file: string;
  line: number;
  /** It is given to what opens files: then a name without a dot or slash counts, too. */
  isOpened: boolean;
}

/**
 * Files of a service that its program names in its sources, to lie beside it: paths relative to the directory that
 * it starts in, which is the service's, or the one of its program.
 *
 * @param homes directories to look in, the likelier first, relative to the service's.
 * @param isSource whether a path is only for the compiler.
 */
export function readFiles(
  tree: Snapshot,
  named: NamedPath[],
  homes: string[],
  isSource: (path: string) => boolean,
): Fact[] {
  const found = new Map<string, Fact>();
  for (const { text, file, line, isOpened } of named) {
    const path = plainPath(text);
    if (path === undefined || !(isOpened || /[./]/.test(path))) continue;
    const home = homes.find(
      (each) => isThere(tree, join(each, path)) && !isAside(tree, join(each, path), isSource),
    );
    if (home === undefined) continue;
    const source = join(home, path);
    const entry = source === path ? path : `${source}:${path}`;
    if (!found.has(entry)) found.set(entry, { field: "files", value: [entry], from: `${file}:${line}` });
  }
  const all = [...found];
  const isCovered = (entry: string) =>
    all.some(([other]) => other !== entry && entry.startsWith(`${other}/`));
  return all.filter(([entry]) => !isCovered(entry)).map(([, fact]) => fact);
}

/** `templates` of `./templates/*.html`; undefined for what is no relative path of visible files. */
function plainPath(text: string): string | undefined {
  const plain = text.replace(/^file:\/\//, "").replace(/^\.\//, "");
  if (!/^[\w@][\w@./ *?{},-]*$/.test(plain) || /:\/\/|(^|\/)\.|\s$/.test(plain)) return undefined;
  const parts = plain.split("/");
  const pattern = parts.findIndex((part) => /[*?{}]/.test(part));
  const path = (pattern < 0 ? parts : parts.slice(0, pattern)).filter(Boolean).join("/");
  return path || undefined;
}

function isThere(tree: Snapshot, path: string): boolean {
  return tree.has(path) || tree.hasDirectory(path);
}

/** Nothing but sources, or what tells of the service rather than belongs to it. */
function isAside(tree: Snapshot, path: string, isSource: (path: string) => boolean): boolean {
  if (/(^|\/)(Dockerfile|README|LICENSE|Makefile|docker-compose|service\.yaml|node_modules)/.test(path))
    return true;
  if (tree.has(path)) return isSource(path);
  return tree.under(path).paths.every((each) => isSource(each));
}

/** A file as seen from the service's directory. */
export function seenFile(tree: Snapshot, directory: string, path: string): string {
  return relative(tree.directory, join(directory, path));
}
