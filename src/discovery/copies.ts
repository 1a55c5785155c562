import { instructionsOf } from "../dockerfile/parse.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";

/**
 * The directory that a Dockerfile copies from, where nothing says it: its own, or the nearest above that has all that it
 * names; undefined where none has: what it copies is made elsewhere.
 *
 * @param file relative to the source root.
 */
export function guessedContext(snapshot: Snapshot, file: string): string | undefined {
  const own = snapshot.under(join(file, ".."));
  const sources = copiedBy(snapshot.text(file) ?? "");
  if (sources.includes(UNKNOWN)) return undefined;
  return [own, ...own.above()].find((tree) => sources.every((source) => isIn(tree, source)))?.directory;
}

/** What only an argument of the build says. */
const UNKNOWN = "$";

/** The paths of its context that a Dockerfile copies; of patterns the directory. */
export function copiedBy(text: string): string[] {
  const instructions = instructionsOf(text);
  const values = new Map(
    instructions.flatMap(({ joined }) =>
      [...joined.matchAll(/^ARG\s+(\w+)=(\S+)$/gi)].map(
        ([, name = "", value = ""]) => [name, value] as const,
      ),
    ),
  );
  const copies = instructions.filter(({ joined }) => /^(COPY|ADD)\s/i.test(joined));
  return copies.flatMap(({ joined, documents }) => {
    const words = wordsOf(joined.replace(/^\w+\s+/, ""));
    const flags = words.filter((word) => word.startsWith("--"));
    if (documents.length || flags.some((flag) => flag.startsWith("--from"))) return [];
    const sources = words.slice(flags.length, -1).map((word) => filled(word, values));
    return sources.filter((word) => !/:\/\/|^git@/.test(word)).map(plain);
  });
}

/** Words of either form: `a b /c`, `["a", "b", "/c"]`. */
function wordsOf(text: string): string[] {
  const at = text.search(/(^|\s)\[/);
  const bare = (at < 0 ? text : text.slice(0, at)).split(/\s+/).filter(Boolean);
  const listed = at < 0 ? [] : [...text.slice(at).matchAll(/"([^"]*)"/g)].map(([, word]) => word as string);
  return [...bare, ...listed].map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
}

function filled(word: string, values: Map<string, string>): string {
  return word.replace(/\$\{?(\w+)\}?/g, (said, name) => values.get(name) ?? said);
}

function plain(path: string): string {
  if (path.includes(UNKNOWN)) return UNKNOWN;
  const parts = path.split("/");
  const wild = parts.findIndex((part) => /[*?[]/.test(part));
  return join(".", (wild < 0 ? parts : parts.slice(0, wild)).join("/"));
}

/** All of a directory is nothing where it holds only recipes. */
function isIn(tree: Snapshot, source: string): boolean {
  if (source !== ".") return tree.has(source) || tree.hasDirectory(source);
  return tree.paths.some((path) => !/dockerfile|containerfile|\.dockerignore/i.test(path));
}
