import type { Checkout } from "../../../src/publish/checkout.ts";
import { countsAsSource } from "../../../src/publish/git-facts.ts";
import { askGit } from "../git.ts";
import { providerFacts, withProviderTag } from "../provider-facts.ts";

/** Asks git about a source root; undefined where there is no git, no repository or no commit. */
export async function readCheckout(root: string): Promise<Checkout | undefined> {
  const head = await askGit(root, ["log", "-1", "--format=%H %ct", "HEAD"]);
  if (!head) return undefined;
  const [revision = "", created] = head.trim().split(" ");
  const tags = (await askGit(root, ["tag", "--points-at", "HEAD"])) ?? "";
  const remote = await askGit(root, ["config", "--get", "remote.origin.url"]);
  return {
    revision,
    dirty: (await changed(root)).length > 0,
    created: Number(created),
    tags: withProviderTag(tags.split("\n").filter(Boolean), revision, providerFacts(process.env)),
    remote: remote?.trim() || undefined,
  };
}

/** Files that a build could read and the commit doesn't have so. */
async function changed(root: string): Promise<string[]> {
  const tracked = (await askGit(root, ["diff", "--name-only", "--relative", "-z", "HEAD", "--", "."])) ?? "";
  const untracked = (await askGit(root, ["ls-files", "--others", "--exclude-standard", "-z"])) ?? "";
  return [...tracked.split("\0"), ...untracked.split("\0")].filter(countsAsSource);
}
