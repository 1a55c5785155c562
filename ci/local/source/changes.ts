import { badInput, type Failure } from "../../../src/failure.ts";
import { globs } from "../../../src/files/globs.ts";
import { isIgnored } from "../../../src/files/is-ignored.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { READ } from "../../../src/languages/table.ts";
import { differencesFrom } from "./differences.ts";
import { askGit, toldByGit } from "./git.ts";

/** What a source root differs from. */
export interface Changes {
  /** The commit where it left the reference that was asked for. */
  base: string;
  /** Paths that differ, relative to the root: of renamed files both, also of files git doesn't have yet. */
  changed: string[];
}

/**
 * What differs between the working tree and the point where it left `since`.
 *
 * @throws a `Failure` (exit 2) where git doesn't know `since`, a shallow clone lacks the common ancestor, or
 * git can't tell.
 */
export async function changedSince(root: string, since: string): Promise<Changes> {
  const base = (await askGit(root, ["merge-base", since, "HEAD"]))?.trim();
  if (!base) throw await noBase(root, since);
  return { base, changed: await differencesFrom(root, base) };
}

function namesIn(output: Buffer): string[] {
  return output.toString().split("\0");
}

/** The source root as it was in a commit, with the texts of the few files that detection needs. */
export async function snapshotAt(root: string, commit: string): Promise<Snapshot> {
  const listed = namesIn(await toldByGit(root, ["ls-tree", "-r", "-z", commit]));
  const entries = listed.map((line) => ({
    isLink: line.startsWith(LINK),
    path: line.slice(line.indexOf("\t") + 1),
  }));
  const kept = entries.filter(({ path }) => path && !isIgnored(path));
  const paths = kept.map(({ path }) => path);
  const textsOf = async (wanted: string[]) => {
    const named = wanted.filter((path) => !path.includes("\n"));
    const asked = named.map((path) => `${commit}:./${path}\n`).join("");
    const texts = named.length
      ? batched(await toldByGit(root, ["cat-file", "--batch"], asked), named.length)
      : [];
    return new Map(named.map((path, at) => [path, texts[at] ?? ""]));
  };
  const links = await textsOf(kept.flatMap(({ path, isLink }) => (isLink ? [path] : [])));
  return new Snapshot(paths, await textsOf(paths.filter(globs(READ))), links);
}

/** The mode that git gives links. */
const LINK = "120000 ";

/** What `cat-file --batch` prints: a line with the size in bytes, then the text, one after another. */
function batched(bytes: Buffer, count: number): string[] {
  const texts: string[] = [];
  for (let at = 0; texts.length < count && at < bytes.length; ) {
    const end = bytes.indexOf("\n", at);
    const size = Number(/ (\d+)$/.exec(bytes.subarray(at, end).toString())?.[1] ?? -1);
    texts.push(bytes.subarray(end + 1, end + 1 + Math.max(0, size)).toString());
    at = end + size + 2;
  }
  return texts;
}

/** Why git names no common ancestor of HEAD and a reference. */
async function noBase(root: string, since: string): Promise<Failure> {
  const commit = (name: string) => askGit(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
  const shallow = (await askGit(root, ["rev-parse", "--is-shallow-repository"]))?.trim() === "true";
  const known = await commit(since);
  if (!known && !(shallow && (await commit(withoutSteps(since)))))
    return badInput(`git knows no commit "${since}"`, await fetching(root, since));
  const lacks = known ? `common ancestor of HEAD and ${since}` : since;
  if (shallow) return badInput(`this clone is shallow: it has no ${lacks}`, "git fetch --unshallow");
  return badInput(`HEAD and ${since} have no common ancestor`, "compare with a commit that HEAD comes from");
}

/** `HEAD` of `HEAD~3`. */
function withoutSteps(reference: string): string {
  return reference.replace(/[~^@].*/, "");
}

/** The command that gets a reference; a clone of a single branch keeps another one only where it is told to. */
async function fetching(root: string, since: string): Promise<string> {
  const [remote = "", ...rest] = withoutSteps(since).split("/");
  const remotes = (await askGit(root, ["remote"]))?.split("\n") ?? [];
  const branch = rest.join("/");
  if (branch && remotes.includes(remote))
    return `git fetch ${remote} ${branch}:refs/remotes/${remote}/${branch}`;
  return `git fetch origin ${since}, and compare with FETCH_HEAD`;
}
