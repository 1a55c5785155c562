import type { Container, Directory, File } from "@dagger.io/dagger";
import { badInput } from "../failure.ts";
import { type Checkout, isCheckout } from "../publish/checkout.ts";
import { checkoutSaid, GIT_FACTS } from "../publish/git-facts.ts";
import { untrustedJson } from "../untrusted-json.ts";

/** How a module, which sees files only, learns which sources they are. */
export interface SourcesGiven {
  /** The repository's `.git`, whose root the sources are. */
  git?: Directory;
  /** What git says, as `daggerw` writes it: a JSON `Checkout`. */
  checkout?: File;
}

/**
 * What version control says of the sources; undefined where neither is given.
 *
 * @param tool a container with git.
 */
export async function checkoutOf(
  source: Directory,
  { git, checkout }: SourcesGiven,
  tool: () => Promise<Container>,
): Promise<Checkout | undefined> {
  if (checkout) {
    const said = untrustedJson(await checkout.contents(), isCheckout);
    if (!said) throw badInput("--checkout: not what git says, as JSON", "leave it to daggerw, or give --git");
    return said;
  }
  if (!git) return undefined;
  const asked = (await tool())
    .withMountedDirectory("/sources", source.withDirectory(".git", git))
    .withWorkdir("/sources")
    .withExec(["git", "config", "--global", "--add", "safe.directory", "*"])
    .withExec(["git", "config", "--global", "core.quotePath", "false"])
    .withExec(["sh", "-c", GIT_FACTS]);
  try {
    return checkoutSaid(await asked.stdout());
  } catch (error) {
    throw badInput(
      `--git: ${(error as Error).message}`,
      "give the .git of the repository's root; --revision serves, too",
    );
  }
}
