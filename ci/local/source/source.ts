import { realpathSync, statSync } from "node:fs";
import { filesRead, sourcesRead } from "../../../src/discovery/files-read.ts";
import { badInput } from "../../../src/failure.ts";
import { globs } from "../../../src/files/globs.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { sourceText } from "./file-kinds.ts";
import { LazyTexts } from "./lazy-texts.ts";
import { linkTexts } from "./links.ts";
import { listFiles } from "./listing.ts";

/** A source root on disk. */
export interface Source {
  root: string;
  /** Files that a build may read: what git ignores, and `IGNORED`, are left out. */
  snapshot: Snapshot;
  /** Whether git knows the tree; without it all files below the root count. */
  git: boolean;
}

/** Lists the root's files and reads the few that detection needs; sources when it asks for them. */
export async function readSource(directory: string, languages = LANGUAGES): Promise<Source> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw badInput(`--source ${directory}: there is no such directory`);
  // Resolved once: whatever becomes of links above it, this is the directory that is read.
  const root = realpathSync(directory);
  const { paths, links, git } = await listFiles(root);
  const wanted = globs(filesRead(languages));
  const known = new Set(paths);
  const read = (path: string) => sourceText(root, path, (target) => known.has(target));
  const isSource = globs(sourcesRead(languages));
  const texts = new LazyTexts((path) => (known.has(path) && isSource(path) ? read(path) : undefined));
  for (const path of paths.filter(wanted)) {
    const text = read(path);
    if (text !== undefined) texts.set(path, text);
  }
  return { root, snapshot: new Snapshot(paths, texts, linkTexts(root, links)), git };
}
