import { describe, expect, it } from "vitest";
import { checkDomain, domainOf } from "../../../src/cache/ci-domain.ts";

describe("whose caches a run uses", () => {
  it.each<[string, Record<string, string>, string]>([
    ["a laptop", {}, "main"],
    ["GitHub, a push", { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main" }, "main"],
    ["GitHub", { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/12/merge" }, "pr-12"],
    [
      "GitHub, by the base",
      { GITHUB_EVENT_NAME: "pull_request_target", GITHUB_REF: "refs/heads/main" },
      "pr-any",
    ],
    [
      "GitHub, a branch called so",
      { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/refs/pull/1/x" },
      "main",
    ],
    ["GitLab", { CI_MERGE_REQUEST_IID: "7" }, "pr-7"],
    ["GitLab, a request elsewhere", { CI_EXTERNAL_PULL_REQUEST_IID: "7" }, "pr-7"],
    ["Jenkins", { CHANGE_ID: "34" }, "pr-34"],
    ["Jenkins, a branch", { BRANCH_NAME: "main" }, "main"],
    ["CircleCI", { CIRCLE_PULL_REQUEST: "https://github.com/a/b1/pull/5" }, "pr-5"],
    ["Azure", { SYSTEM_PULLREQUEST_PULLREQUESTID: "9", BUILD_REASON: "PullRequest" }, "pr-9"],
    ["Buildkite", { BUILDKITE_PULL_REQUEST: "3" }, "pr-3"],
    ["Buildkite, a branch", { BUILDKITE_PULL_REQUEST: "false" }, "main"],
    ["Bitbucket", { BITBUCKET_PR_ID: "2" }, "pr-2"],
    ["Travis, a branch", { TRAVIS_PULL_REQUEST: "false" }, "main"],
    ["Woodpecker", { CI_COMMIT_PULL_REQUEST: "8" }, "pr-8"],
    ["Jenkins, by a plugin", { ghprbPullId: "6" }, "pr-6"],
    [
      "AWS CodeBuild",
      { CODEBUILD_WEBHOOK_EVENT: "PULL_REQUEST_UPDATED", CODEBUILD_WEBHOOK_TRIGGER: "pr/4" },
      "pr-4",
    ],
    [
      "AWS CodeBuild, a push",
      { CODEBUILD_WEBHOOK_EVENT: "PUSH", CODEBUILD_WEBHOOK_TRIGGER: "branch/pr/4" },
      "main",
    ],
    ["Appcircle", { AC_GIT_PR: "true" }, "pr-any"],
    ["Screwdriver, a branch", { SD_PULL_REQUEST: "false" }, "main"],
    ["Prow", { PULL_NUMBER: "11" }, "pr-11"],
    ["what isn't a number", { CHANGE_ID: "../main" }, "pr-any"],
    ["variables that are empty", { CI_MERGE_REQUEST_IID: "", CHANGE_ID: "" }, "main"],
  ])("%s", (_name, variables, domain) => {
    expect(domainOf(variables)).toBe(domain);
    expect(checkDomain(domain)).toBe(domain);
  });

  it.each(["", "a--b", "-a", "a/b", "..", "PR", "a".repeat(41)])("is never called %j", (name) =>
    expect(() => checkDomain(name)).toThrow(`--domain ${name}: expected`));
});
