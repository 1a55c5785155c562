import { existsSync } from "node:fs";
import { join } from "node:path";
import { isIgnored } from "../../../src/files/is-ignored.ts";
import { askGit, toldByGit } from "./git.ts";
import { unlessStored } from "./large-files.ts";

/**
 * Paths of a source root that lie there otherwise than in a commit: of renamed files both, also files that git
 * doesn't have yet and submodules whose commit or files differ.
 *
 * @throws a `Failure` (exit 2) where git can't tell.
 */
export async function differencesFrom(root: string, commit: string): Promise<string[]> {
  const [raw, untracked, moved] = await Promise.all([
    toldByGit(root, [...DIFF, commit, "--", "."]),
    toldByGit(root, ["ls-files", "--others", "--exclude-standard", "-z"]),
    differingSubmodules(root),
  ]);
  const changed = await unlessStored(root, changesIn(raw));
  return [...new Set([...changed, ...names(untracked), ...moved])];
}

/**
 * Git looks into submodules by a git of its own, which would read their settings: so it only compares their
 * commits.
 */
const DIFF = ["diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative"].concat(
  ...["--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty"],
);

/** A path that differs. */
export interface Change {
  path: string;
  /** The blob that the commit has there; only zeros without one. */
  blob: string;
}

/** What `--raw -z` prints: `:MODE MODE BLOB BLOB STATUS`, and the path. */
function changesIn(raw: Buffer): Change[] {
  const [...fields] = names(raw);
  return fields.flatMap((path, at) => (at % 2 ? [{ path, blob: fields[at - 1]?.split(" ")[2] ?? "" }] : []));
}

async function differingSubmodules(root: string): Promise<string[]> {
  const staged = names(await toldByGit(root, ["ls-files", "--stage", "-z"]));
  const links = staged
    .filter((entry) => entry.startsWith("160000 "))
    .map((entry) => entry.split("\t")[1] ?? "");
  const differ = await Promise.all(links.map((path) => isDirty(join(root, path))));
  return links.filter((_, at) => differ[at]);
}

async function isDirty(submodule: string): Promise<boolean> {
  if (!existsSync(join(submodule, ".git"))) return false;
  const head = await askGit(submodule, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  return head !== undefined && !(await differencesFrom(submodule, "HEAD")).every(isIgnored);
}

function names(output: Buffer): string[] {
  return output.toString().split("\0").filter(Boolean);
}
