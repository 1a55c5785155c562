import { existsSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { isIgnored } from "../../../src/files/is-ignored.ts";
import { ensureTools } from "../process/tools.ts";
import { isReadable, reading, statOf } from "./file-kinds.ts";
import { namesIn, notUtf8 } from "./file-names.ts";
import { toldByGit } from "./git.ts";

/** What lies below a root that a build may read. */
export interface Listing {
  paths: string[];
  /** Those that are links. */
  links: string[];
  /** Whether git listed them. */
  git: boolean;
}

/** Lists the files below a root. @throws a `Failure` (exit 2) where that can't be done. */
export async function listFiles(root: string): Promise<Listing> {
  const listed = await listedByGit(root);
  const isPlain = plainDirectories(root);
  const found = listed
    ? namesIn(listed, root).flatMap((path) => (isPlain(dirname(path)) ? filesAt(root, path) : []))
    : walk(root);
  const links = found.filter(({ isLink }) => isLink).map(({ path }) => path);
  return { paths: found.map(({ path }) => path), links, git: listed !== undefined };
}

interface ListedFile {
  path: string;
  isLink: boolean;
}

const LIST = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];

/** Undefined where there is no repository. One is never listed without git: what it ignores would get into images. */
async function listedByGit(root: string): Promise<Buffer | undefined> {
  if (!isInRepository(realpathSync(root))) return undefined;
  await ensureTools(["git"]);
  return toldByGit(root, LIST);
}

function isInRepository(directory: string): boolean {
  if (existsSync(join(directory, ".git"))) return true;
  const above = dirname(directory);
  return above !== directory && isInRepository(above);
}

/** Whether a directory is one itself: what git has below one that a link has replaced is gone. */
function plainDirectories(root: string): (directory: string) => boolean {
  const known = new Map([[".", true]]);
  const isPlain = (directory: string): boolean => {
    const plain =
      known.get(directory) ??
      (isPlain(dirname(directory)) && (statOf(root, directory)?.isDirectory() ?? false));
    known.set(directory, plain);
    return plain;
  };
  return isPlain;
}

/** What git lists as one path: a file that may be gone, or a submodule or other repository with all its files. */
function filesAt(root: string, path: string): ListedFile[] {
  if (isIgnored(path.replace(/\/$/, ""))) return [];
  const stat = statOf(root, path);
  if (stat?.isDirectory()) return walk(root, path.endsWith("/") ? path : `${path}/`);
  return stat && isReadable(stat) ? [{ path, isLink: stat.isSymbolicLink() }] : [];
}

function walk(root: string, prefix = ""): ListedFile[] {
  const directory = join(root, prefix);
  const entries = reading(prefix.replace(/\/$/, "") || ".", () =>
    readdirSync(directory, { withFileTypes: true }),
  );
  return entries.flatMap((entry) => {
    const path = prefix + entry.name;
    if (isIgnored(path)) return [];
    if (path.includes("\ufffd") && !statOf(root, path)) throw notUtf8(path);
    if (entry.isDirectory()) return walk(root, `${path}/`);
    return isReadable(entry) ? [{ path, isLink: entry.isSymbolicLink() }] : [];
  });
}
