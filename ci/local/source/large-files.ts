import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Change } from "./differences.ts";
import { toldByGit } from "./git.ts";

/**
 * The paths of changes that are changes: git-lfs keeps a file's digest in git instead of the file, and compares by
 * a filter. Filters never run, so the digests are compared here.
 */
export async function unlessStored(root: string, changes: Change[]): Promise<string[]> {
  const kept = await keptByLfs(root, changes);
  const same = await Promise.all(changes.map((change) => kept.has(change.path) && isStored(root, change)));
  return changes.filter((_, at) => !same[at]).map(({ path }) => path);
}

async function keptByLfs(root: string, changes: Change[]): Promise<Set<string>> {
  if (!changes.length) return new Set();
  const input = changes.map(({ path }) => `${path}\0`).join("");
  const told = await toldByGit(root, ["check-attr", "-z", "--stdin", "filter"], input);
  const words = told.toString().split("\0");
  return new Set(words.filter((_, at) => at % 3 === 0 && words[at + 2] === "lfs"));
}

async function isStored(root: string, { path, blob }: Change): Promise<boolean> {
  if (/^0+$/.test(blob)) return false;
  const size = Number((await toldByGit(root, ["cat-file", "-s", blob])).toString());
  if (!(size < LONGEST)) return false;
  const pointer = (await toldByGit(root, ["cat-file", "blob", blob])).toString();
  const [, digest] =
    /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:.*\n)*oid sha256:([0-9a-f]{64})\n/.exec(pointer) ??
    [];
  return digest !== undefined && digest === (await digestOf(join(root, path)));
}

/** Bytes of a pointer, by git-lfs' own specification. */
const LONGEST = 1024;

async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  const read = pipeline(createReadStream(path), hash);
  return read.then(
    () => hash.digest("hex"),
    () => undefined,
  );
}
