import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isIgnored } from "../../src/descriptor/is-ignored.ts";
import { askGit } from "./git.ts";

/** The files below a root that a build may read, and whether git listed them. */
export async function listFiles(root: string): Promise<{ paths: string[]; git: boolean }> {
  const listed = await askGit(root, [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
    "--deduplicate",
  ]);
  if (listed === undefined) return { paths: walk(root), git: false };
  return { paths: listed.split("\0").flatMap((path) => filesAt(root, path)), git: true };
}

/** What git lists as one path: a file that may be gone, or a submodule or other repository with all its files. */
function filesAt(root: string, path: string): string[] {
  if (!path || isIgnored(path.replace(/\/$/, ""))) return [];
  const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (stat?.isDirectory()) return walk(root, path.endsWith("/") ? path : `${path}/`);
  return stat ? [path] : [];
}

function walk(root: string, prefix = ""): string[] {
  return readdirSync(join(root, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix + entry.name;
    if (isIgnored(path)) return [];
    return entry.isDirectory() ? walk(root, `${path}/`) : [path];
  });
}
