/** What a CI system says of the sources that it checked out. */
export interface ProviderFacts {
  /** Full revision. */
  revision?: string;
  /** The tag that the run is for; its clone needn't have it. */
  tag?: string;
}

/** Reads what GitHub Actions, GitLab CI or Jenkins set; empty elsewhere. */
export function providerFacts(env: Record<string, string | undefined>): ProviderFacts {
  const { GITHUB_ACTIONS, GITHUB_SHA, GITHUB_REF_TYPE, GITHUB_REF_NAME } = env;
  if (GITHUB_ACTIONS === "true")
    return said(GITHUB_SHA, GITHUB_REF_TYPE === "tag" ? GITHUB_REF_NAME : undefined);
  if (env.GITLAB_CI === "true") return said(env.CI_COMMIT_SHA, env.CI_COMMIT_TAG);
  if (env.JENKINS_URL) return said(env.GIT_COMMIT, env.TAG_NAME);
  return {};
}

/**
 * Tags on a revision: git's, and the one that the run is for where it is for this revision. A clone that is
 * shallow or has no tags so gives the same version as a full one.
 */
export function withProviderTag(tags: string[], revision: string, facts: ProviderFacts): string[] {
  const { tag } = facts;
  return tag && facts.revision === revision && !tags.includes(tag) ? [...tags, tag] : tags;
}

/** Empty variables count as unset: Jenkins and GitLab leave some. */
function said(revision?: string, tag?: string): ProviderFacts {
  return { ...(revision ? { revision } : {}), ...(tag ? { tag } : {}) };
}
