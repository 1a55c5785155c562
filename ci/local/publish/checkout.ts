import type { Checkout } from "../../../src/publish/checkout.ts";
import { countsAsSource } from "../../../src/publish/git-facts.ts";
import { differencesFrom } from "../source/differences.ts";
import { askGit, toldByGit } from "../source/git.ts";
import { providerFacts, withProviderTag } from "./provider-facts.ts";

/**
 * Asks git about a source root; undefined where there is no git, no repository or no commit.
 *
 * @throws a `Failure` (exit 2) where git can't tell: that is no clean tree.
 */
export async function readCheckout(root: string): Promise<Checkout | undefined> {
  if ((await askGit(root, ["rev-parse", "--verify", "--quiet", "HEAD"])) === undefined) return undefined;
  const told = async (words: string[]) => (await toldByGit(root, words)).toString();
  const head = await told(["log", "-1", "--no-show-signature", "--format=%H %ct", "HEAD", "--"]);
  const [revision = "", created] = head.trim().split(" ");
  const tags = (await told(["tag", "--points-at", "HEAD"])).split("\n").filter(Boolean);
  const remote = await askGit(root, ["config", "--get", "remote.origin.url"]);
  const differing = await differencesFrom(root, "HEAD");
  return {
    revision,
    dirty: differing.some(countsAsSource),
    created: Number(created),
    tags: withProviderTag(tags, revision, providerFacts(process.env)),
    remote: remote?.trim() || undefined,
  };
}
