import { describe, expect, it } from "vitest";
import { providerFacts, withProviderTag } from "../../../ci/local/publish/provider-facts.ts";

const SHA = "a".repeat(40);
const GITHUB = { GITHUB_ACTIONS: "true", GITHUB_SHA: SHA };
const GITLAB = { GITLAB_CI: "true", CI_COMMIT_SHA: SHA };
const JENKINS = { JENKINS_URL: "https://jenkins.example/", GIT_COMMIT: SHA };

describe("what CI systems say of the sources", () => {
  it.each([
    ["nothing on a laptop", {}, {}],
    ["nothing from names that others use, too", { GIT_COMMIT: SHA, TAG_NAME: "v1" }, {}],
    [
      "GitHub, a branch",
      { ...GITHUB, GITHUB_REF_TYPE: "branch", GITHUB_REF_NAME: "main" },
      { revision: SHA },
    ],
    [
      "GitHub, a tag",
      { ...GITHUB, GITHUB_REF_TYPE: "tag", GITHUB_REF_NAME: "v1.4.0" },
      { revision: SHA, tag: "v1.4.0" },
    ],
    ["GitLab, a branch", { ...GITLAB, CI_COMMIT_BRANCH: "main" }, { revision: SHA }],
    ["GitLab, a tag", { ...GITLAB, CI_COMMIT_TAG: "api/v2.0.0" }, { revision: SHA, tag: "api/v2.0.0" }],
    ["Jenkins, a branch", { ...JENKINS, BRANCH_NAME: "main", TAG_NAME: "" }, { revision: SHA }],
    ["Jenkins, a tag", { ...JENKINS, TAG_NAME: "v1.4.0" }, { revision: SHA, tag: "v1.4.0" }],
  ])("%s", (_name, env, expected) => {
    expect(providerFacts(env)).toEqual(expected);
  });

  it("a tag counts for the revision that it is on, once", () => {
    const facts = { revision: SHA, tag: "v1" };
    expect(withProviderTag([], SHA, facts)).toEqual(["v1"]);
    expect(withProviderTag(["v0"], SHA, facts)).toEqual(["v0", "v1"]);
    expect(withProviderTag(["v1"], SHA, facts)).toEqual(["v1"]);
    expect(withProviderTag([], "b".repeat(40), facts)).toEqual([]);
    expect(withProviderTag([], SHA, {})).toEqual([]);
  });
});
