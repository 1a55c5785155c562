import { lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { badInput } from "../../../src/failure.ts";
import { gitSettings } from "./git-settings.ts";
import { smallText } from "./small-text.ts";

/** Where git keeps what it knows of a working tree. */
export interface GitRepository {
  /** The working tree's root: it holds `.git`. */
  top: string;
  /** What is this working tree's alone: HEAD, the index. */
  own: string;
  /** What linked working trees share: objects, references. The same as `own` outside them. */
  common: string;
}

/**
 * The repository that a directory lies in; undefined where there is none. Unlike git, it takes nothing but a
 * `.git` for a repository: files that look like one without a working tree are files.
 *
 * @throws a `Failure` (exit 2) where `.git` names a place that belongs to another working tree: somebody's
 * archive could show files of a repository that was never part of it.
 */
export async function gitRepository(directory: string, ceiling = "/"): Promise<GitRepository | undefined> {
  const top = realpathSync(directory);
  const entry = lstatSync(join(top, ".git"), { throwIfNoEntry: false });
  if (!entry) return top === "/" || top === ceiling ? undefined : gitRepository(dirname(top), ceiling);
  const own = entry.isFile() ? pointed(top) : realpathSync(join(top, ".git"));
  const linked = smallText(join(own, "commondir")) !== undefined;
  const common = linked ? dirname(dirname(own)) : own;
  if (!entry.isDirectory() && !(await leadsBack(own, top))) throw leadsElsewhere(top, own);
  if (isGitDirectory(own, common)) return { top, own, common };
  throw badInput(`${join(top, ".git")} is no repository`, "remove it, or clone anew");
}

/** Where the file `.git` of a linked working tree or a submodule leads. */
function pointed(top: string): string {
  const [, path] = /^gitdir: (.+?)\s*$/.exec(smallText(join(top, ".git")) ?? "") ?? [];
  try {
    if (path) return realpathSync(resolve(top, path));
  } catch {
    // Told below.
  }
  throw badInput(`${join(top, ".git")} leads to no repository`, "git worktree repair, or clone anew");
}

async function leadsBack(own: string, top: string): Promise<boolean> {
  const back = smallText(join(own, "gitdir"))?.trim();
  if (back) return isSame(resolve(own, back), join(top, ".git"));
  const { "core.worktree": tree } = await gitSettings(join(own, "config"));
  return tree !== undefined && isSame(resolve(own, tree), top);
}

function isSame(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

function leadsElsewhere(top: string, own: string) {
  return badInput(
    `${join(top, ".git")} leads to ${own}, which belongs to another working tree`,
    "git worktree repair, where it was moved; git config core.worktree, where --separate-git-dir made it",
  );
}

function isGitDirectory(own: string, common: string): boolean {
  const isDirectory = (name: string) =>
    statSync(join(common, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
  return smallText(join(own, "HEAD")) !== undefined && isDirectory("objects") && isDirectory("refs");
}
