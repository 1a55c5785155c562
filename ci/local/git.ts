import { $ } from "zx";
import { badInput } from "./failures.ts";

/** Runs git in a source root; answers its output, or undefined where it failed. */
async function git(root: string, ...words: string[]): Promise<string | undefined> {
  const result = await $({ quiet: true, nothrow: true, cwd: root, maxBuffer: 2 ** 30 })`git ${words}`;
  return result.exitCode === 0 ? result.stdout : undefined;
}

/**
 * Paths, relative to the source root, that differ between the working tree and the point where it left
 * `since`: changed, added, deleted, both names of renamed ones, untracked ones that git doesn't ignore.
 *
 * @throws a `Failure` (exit 2) where git doesn't know `since`, or a shallow clone lacks the common ancestor.
 */
export async function changedSince(root: string, since: string): Promise<string[]> {
  const base = (await git(root, "merge-base", since, "HEAD"))?.trim();
  if (!base) throw await noBase(root, since);
  const diff = (await git(root, "diff", "--name-status", "--no-renames", "--relative", "-z", base)) ?? "";
  const untracked = (await git(root, "ls-files", "--others", "--exclude-standard", "-z")) ?? "";
  const named = diff.split("\0").filter((_, at) => at % 2 === 1);
  return [...named, ...untracked.split("\0")].filter(Boolean);
}

async function noBase(root: string, since: string) {
  const shallow = (await git(root, "rev-parse", "--is-shallow-repository"))?.trim() === "true";
  if (shallow)
    return badInput(
      `this clone is shallow: it has no common ancestor of HEAD and ${since}`,
      "git fetch --unshallow",
    );
  const known = await git(root, "rev-parse", "--verify", "--quiet", `${since}^{commit}`);
  return badInput(
    known ? `HEAD and ${since} have no common ancestor` : `git knows no commit "${since}"`,
    `git fetch origin ${since}`,
  );
}
