import { type Directory, dag } from "@dagger.io/dagger";
import { type Affected, affectedBy } from "../pipeline/affected.ts";
import { allServices, type Repository } from "./repository.ts";

/**
 * The services that changed since a commit, branch or tag, each with the reason.
 *
 * @param git the repository's `.git`: sources come without it, so that commits don't change their digest.
 * @throws where git isn't given or doesn't know the reference.
 */
export async function affectedSince(
  repository: Repository,
  since: string,
  git?: Directory,
): Promise<Affected[]> {
  if (!git) throw new Error("what changed is read from git: add --git .git");
  const history = dag.directory().withDirectory(".git", git).asGit();
  const before = history.head().commonAncestor(history.ref(since)).tree({ discardGitDir: true });
  const changes = repository.directory.changes(before);
  const paths = await Promise.all([changes.addedPaths(), changes.modifiedPaths(), changes.removedPaths()]);
  return affectedBy(allServices(repository), paths.flat());
}

/** The same as names for a choice of services; undefined where nothing was asked. */
export async function affectedNames(
  repository: Repository,
  since?: string,
  git?: Directory,
): Promise<string[] | undefined> {
  if (since === undefined) return undefined;
  return (await affectedSince(repository, since, git)).map(({ name }) => name);
}
