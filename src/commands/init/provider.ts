import { globs } from "../../files/globs.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { sourceAddress } from "../../publish/labels.ts";

/** Files by which a CI provider's use is known; the first that is there counts. */
const FILES: [provider: string, patterns: string[]][] = [
  ["github", [".github/workflows/*.yml", ".github/workflows/*.yaml"]],
  ["gitlab", [".gitlab-ci.yml", ".gitlab-ci.yaml"]],
  ["jenkins", ["Jenkinsfile", "Jenkinsfile.*"]],
  ["circleci", [".circleci/config.yml"]],
  ["azure", ["azure-pipelines.yml", "azure-pipelines.yaml", ".azure-pipelines/**"]],
  ["buildkite", [".buildkite/**"]],
  ["bitbucket", ["bitbucket-pipelines.yml"]],
  ["tekton", [".tekton/**"]],
];

/** Hosts of repositories by the provider that comes with them. */
const HOSTS: [provider: string, host: RegExp][] = [
  ["github", /(^|\.)github\./],
  ["gitlab", /(^|\.)gitlab\./],
  ["bitbucket", /(^|\.)bitbucket\./],
  ["azure", /(^|\.)(azure|visualstudio)\.com$/],
];

/**
 * The CI provider that a repository uses: its files tell, else its host.
 *
 * @param remote address of the remote `origin`, where there is one.
 */
export function providerIn(snapshot: Snapshot, remote?: string): string | undefined {
  const byFiles = FILES.find(([, patterns]) => snapshot.paths.some(globs(patterns)));
  const address = sourceAddress(remote ?? "");
  const host = address === undefined ? "" : new URL(address).hostname;
  return (byFiles ?? HOSTS.find(([, pattern]) => pattern.test(host)))?.[0];
}
