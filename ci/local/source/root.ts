import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { SETTINGS_FILE } from "../../../src/publish/settings.ts";

/**
 * The repository that a directory belongs to: the nearest directory above with a `multistage.yaml`, within its git
 * repository where it is in one; else that repository's root; else the directory itself.
 */
export function repositoryOf(directory: string): string {
  const within = upwards(realpathSync(directory));
  const git = within.findIndex((each) => existsSync(join(each, ".git")));
  const searched = git < 0 ? within : within.slice(0, git + 1);
  const settings = searched.find((each) => existsSync(join(each, SETTINGS_FILE)));
  return settings ?? within[git] ?? (within[0] as string);
}

/** A source root, and where in it the caller stands. */
export interface Root {
  root: string;
  /** Relative to it; undefined where the caller stands outside, or at the root itself. */
  standing?: string;
}

/** @param source a directory that the caller names; without one it is the repository that the caller stands in. */
export function rootOf(source: string | undefined, from = process.cwd()): Root {
  if (source !== undefined) return { root: source };
  const root = repositoryOf(from);
  return { root, standing: relative(root, realpathSync(from)) || undefined };
}

function upwards(directory: string): string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...upwards(above)];
}
