import { existsSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { isIgnored } from "../../../src/files/is-ignored.ts";
import { ensureTools } from "../process/tools.ts";
import { isReadable, reading, statOf } from "./file-kinds.ts";
import { namesIn, notUtf8 } from "./file-names.ts";
import { toldByGit } from "./git.ts";
import { resolveLinks } from "./links.ts";

/** The files below a root that a build may read, and whether git listed them. */
export async function listFiles(root: string): Promise<{ paths: string[]; git: boolean }> {
  const listed = await listedByGit(root);
  if (listed === undefined) return { paths: walk(root), git: false };
  const isPlain = plainDirectories(root);
  const names = namesIn(listed, root).filter((path) => isPlain(dirname(path)));
  return { paths: names.flatMap((path) => filesAt(root, path)), git: true };
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
  const known = new Map<string, boolean>();
  return (directory) => {
    const plain =
      known.get(directory) ?? reading(directory, () => resolveLinks(root, directory)) === directory;
    known.set(directory, plain);
    return plain;
  };
}

/** What git lists as one path: a file that may be gone, or a submodule or other repository with all its files. */
function filesAt(root: string, path: string): string[] {
  if (isIgnored(path.replace(/\/$/, ""))) return [];
  const stat = statOf(root, path);
  if (stat?.isDirectory()) return walk(root, path.endsWith("/") ? path : `${path}/`);
  return stat && isReadable(stat) ? [path] : [];
}

function walk(root: string, prefix = ""): string[] {
  const directory = join(root, prefix);
  const entries = reading(prefix.replace(/\/$/, "") || ".", () =>
    readdirSync(directory, { withFileTypes: true }),
  );
  return entries.flatMap((entry) => {
    const path = prefix + entry.name;
    if (isIgnored(path)) return [];
    if (path.includes("\ufffd") && !statOf(root, path)) throw notUtf8(path);
    if (entry.isDirectory()) return walk(root, `${path}/`);
    return isReadable(entry) ? [path] : [];
  });
}
