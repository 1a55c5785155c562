import { badInput } from "../failure.ts";
import { TRUSTED } from "./domain.ts";

/** A CI's variables, and the number that they give a pull or merge request; undefined where it is none. */
type Tells = (variables: Record<string, string | undefined>) => string | undefined;

/** A number, or an address that ends in one; some CIs say `false` where there is none. */
const said =
  (...names: string[]): Tells =>
  (variables) =>
    names.map((name) => variables[name]).find((value) => value && value !== "false");

/** By the documentation of each: what says that a run is for a pull request, whoever opened it. */
const PROVIDERS: Tells[] = [
  // GitHub, Gitea, Forgejo. With pull_request_target the reference is the base's: then no number is told.
  ({ GITHUB_EVENT_NAME = "", GITHUB_REF = "" }) =>
    /^pull_request/.test(GITHUB_EVENT_NAME)
      ? (/^refs\/pull\/(\d+)\//.exec(GITHUB_REF)?.[1] ?? "any")
      : undefined,
  said("CI_MERGE_REQUEST_IID", "CI_EXTERNAL_PULL_REQUEST_IID"),
  said("CHANGE_ID", "ghprbPullId"),
  said("CIRCLE_PULL_REQUEST", "CIRCLE_PR_NUMBER"),
  said("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "SYSTEM_PULLREQUEST_PULLREQUESTID"),
  said("BUILDKITE_PULL_REQUEST"),
  said("BITBUCKET_PR_ID"),
  said("TRAVIS_PULL_REQUEST"),
  said("DRONE_PULL_REQUEST", "CI_COMMIT_PULL_REQUEST"),
  said("APPVEYOR_PULL_REQUEST_NUMBER"),
  said("CIRRUS_PR"),
  said("SEMAPHORE_GIT_PR_NUMBER"),
  // AWS CodeBuild; the trigger is `pr/12`.
  ({ CODEBUILD_WEBHOOK_EVENT = "", CODEBUILD_WEBHOOK_TRIGGER = "" }) =>
    CODEBUILD_WEBHOOK_EVENT.startsWith("PULL_REQUEST") ? CODEBUILD_WEBHOOK_TRIGGER || "any" : undefined,
  // Agola, Appcircle, Bitrise, Buddy, Codefresh, Codemagic, Prow, Screwdriver, Xcode Cloud, as ci-info knows them.
  said("AGOLA_PULL_REQUEST_ID", "AC_GIT_PR", "BITRISE_PULL_REQUEST", "BUDDY_EXECUTION_PULL_REQUEST_ID"),
  said(
    "CF_PULL_REQUEST_NUMBER",
    "CM_PULL_REQUEST",
    "PULL_NUMBER",
    "SD_PULL_REQUEST",
    "CI_PULL_REQUEST_NUMBER",
  ),
];

/**
 * The domain of a run by the variables of the CI that it runs in: `pr-12` for a pull request, also one of the team's
 * own; {@link TRUSTED} elsewhere, as on a laptop. A pull request can't change them, but a job that it writes itself can
 * ask for another domain: what it may reach is the CI's to keep.
 */
export function domainOf(variables: Record<string, string | undefined>): string {
  const request = PROVIDERS.map((tells) => tells(variables)).find((number) => number !== undefined);
  if (request === undefined) return TRUSTED;
  return `pr-${/(\d+)\D*$/.exec(request)?.[1] ?? "any"}`;
}

/** What a domain may be called. @throws a `Failure` for another name. */
export function checkDomain(name: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && name.length <= 40) return name;
  throw badInput(`--domain ${name}: expected lower case and digits with single - between them, 40 at most`);
}
