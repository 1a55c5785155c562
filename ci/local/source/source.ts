import { realpathSync, statSync } from "node:fs";
import { filesRead } from "../../../src/detection/reads.ts";
import { globs } from "../../../src/files/globs.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { badInput } from "../../../src/report/failure.ts";
import { listFiles } from "./listing.ts";
import { textOf } from "./readable.ts";

/** A source root on disk. */
export interface Source {
  root: string;
  /** Files that a build may read: what git ignores, and `IGNORED`, are left out. */
  snapshot: Snapshot;
  /** Whether git knows the tree; without it all files below the root count. */
  git: boolean;
}

/** Lists the root's files and reads the few that detection needs. */
export async function readSource(directory: string, languages = LANGUAGES): Promise<Source> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw badInput(`--source ${directory}: there is no such directory`);
  // Resolved once: whatever becomes of links above it, this is the directory that is read.
  const root = realpathSync(directory);
  const { paths, git } = await listFiles(root);
  const wanted = globs(filesRead(languages));
  const texts = new Map<string, string>();
  const known = new Set(paths);
  for (const path of paths.filter(wanted)) {
    const text = textOf(root, path, (target) => known.has(target));
    if (text !== undefined) texts.set(path, text);
  }
  return { root, snapshot: new Snapshot(paths, texts), git };
}
