import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { cacheDir } from "../../ci/local/paths.ts";
import { GIT_ENV } from "../../ci/providers/github.ts";
import { clone, commitOf, type Environment, keptCache, type Run, type Runner } from "./ci-provider.ts";

const CACHE = dirname(cacheDir());

/** Its checkout is a step of ours: what differs is what it finds. */
const github: Runner = {
  name: "github",
  shell: ["bash", "-e"],
  checkouts: {
    "a workspace that was used": async (workspace, run) => {
      await clone(workspace, withToken(run), run.hosted.base, ["--depth=1"]);
      writeFileSync(join(workspace, "services/web/left.go"), "package nonsense\n");
    },
  },
  variables: (workspace, run) => {
    const { event, hosted, request = 0, tag = "", url, token } = run;
    const pull = { GITHUB_REF: `refs/pull/${request + 1}/merge`, GITHUB_BASE_REF: "main" };
    const kinds: Record<Run["event"], Environment> = {
      pullRequest: { ...pull, GITHUB_EVENT_NAME: "pull_request", GITHUB_REF_TYPE: "branch" },
      main: {
        GITHUB_EVENT_NAME: "push",
        GITHUB_REF: "refs/heads/main",
        GITHUB_REF_NAME: "main",
        GITHUB_REF_TYPE: "branch",
      },
      tag: {
        GITHUB_EVENT_NAME: "push",
        GITHUB_REF: `refs/tags/${tag}`,
        GITHUB_REF_NAME: tag,
        GITHUB_REF_TYPE: "tag",
      },
    };
    const merged = event === "pullRequest" ? hosted.requests[request]?.merge : undefined;
    return {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_SERVER_URL: url,
      GITHUB_REPOSITORY: "team/shop",
      GITHUB_SHA: merged ?? hosted.main,
      // What an expression of the file gives in a pull request.
      BASE: "HEAD^1",
      GITHUB_WORKSPACE: workspace,
      GITHUB_STEP_SUMMARY: `${workspace}.summary.md`,
      ...GIT_ENV,
      GITHUB_TOKEN: token,
      XDG_CACHE_HOME: CACHE,
      ...kinds[event],
      ...run.registry,
    };
  },
};

/** The runner clones with the job's token in the remote's address. */
const gitlab: Runner = {
  name: "gitlab",
  shell: ["bash", "-eo", "pipefail"],
  whole: true,
  checkouts: {
    "a shallow clone": (workspace, run) =>
      clone(workspace, withToken(run), commitOf(run), ["--depth=1", "--no-tags"]),
  },
  variables: (workspace, run) => {
    const { event, hosted, request = 0, tag = "" } = run;
    const { REGISTRY = "", REGISTRY_USERNAME = "", REGISTRY_PASSWORD = "" } = run.registry;
    const kinds: Record<Run["event"], Environment> = {
      pullRequest: {
        CI_PIPELINE_SOURCE: "merge_request_event",
        CI_MERGE_REQUEST_IID: String(request + 1),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
        CI_MERGE_REQUEST_DIFF_BASE_SHA: hosted.base,
      },
      main: { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main" },
      tag: { CI_PIPELINE_SOURCE: "push", CI_COMMIT_TAG: tag },
    };
    return {
      CI: "true",
      GITLAB_CI: "true",
      CI_COMMIT_SHA: commitOf(run),
      CI_PROJECT_DIR: workspace,
      CI_REGISTRY: REGISTRY.split("/")[0] ?? "",
      CI_REGISTRY_IMAGE: REGISTRY,
      CI_REGISTRY_USER: REGISTRY_USERNAME,
      CI_REGISTRY_PASSWORD: REGISTRY_PASSWORD,
      REGISTRY,
      XDG_CACHE_HOME: keptCache(join(workspace, ".multistage/cache")),
      ...kinds[event],
    };
  },
};

/** The git plugin's accounts come through a program that git asks. */
const jenkins: Runner = {
  name: "jenkins",
  shell: ["sh", "-xe"],
  checkouts: {
    "a branch that is checked out": async (workspace, run) => {
      await clone(workspace, remote(run), commitOf(run), [], account(run));
      await $({ quiet: true, cwd: workspace })`git checkout --quiet -B work`;
    },
  },
  variables: (workspace, run) => {
    const { event, hosted, request = 0, tag = "" } = run;
    const kinds: Record<Run["event"], Environment> = {
      pullRequest: {
        BRANCH_NAME: `PR-${request + 1}`,
        CHANGE_ID: String(request + 1),
        CHANGE_TARGET: "main",
      },
      main: { BRANCH_NAME: "main" },
      tag: { BRANCH_NAME: tag, TAG_NAME: tag },
    };
    return {
      JENKINS_URL: "http://127.0.0.1:1/",
      WORKSPACE: workspace,
      GIT_COMMIT: event === "pullRequest" ? commitOf(run) : hosted.main,
      GIT_URL: remote(run),
      XDG_CACHE_HOME: CACHE,
      ...account(run),
      ...kinds[event],
      ...run.registry,
    };
  },
};

/** Its machine has the token of the project in git's configuration. */
const circleci: Runner = {
  name: "circleci",
  shell: ["bash", "-eo", "pipefail"],
  checkouts: {
    "a full clone": (workspace, run) => clone(workspace, withToken(run), commitOf(run), []),
  },
  variables: (_workspace, run) => {
    const { event, url, request = 0, tag = "" } = run;
    const kinds: Record<Run["event"], Environment> = {
      pullRequest: {
        CIRCLE_BRANCH: `request-${request + 1}`,
        CIRCLE_PULL_REQUEST: `${url}/team/shop/pull/${request + 1}`,
      },
      main: { CIRCLE_BRANCH: "main" },
      tag: { CIRCLE_TAG: tag },
    };
    return {
      CI: "true",
      CIRCLECI: "true",
      CIRCLE_SHA1: commitOf(run),
      XDG_CACHE_HOME: CACHE,
      ...kinds[event],
      ...run.registry,
    };
  },
};

/** It checks out the merge of a pull request, as deep as the file says, and takes the token away again. */
const azure: Runner = {
  name: "azure",
  shell: ["bash", "--noprofile", "--norc", "-eu"],
  checkouts: {
    "two commits of the merge, or one with tags": (workspace, run) => {
      const depth = run.event === "pullRequest" ? ["--depth=2", "--no-tags"] : ["--depth=1", "--tags"];
      return clone(workspace, withToken(run), mergedOf(run), depth, {}, remote(run));
    },
  },
  variables: (_workspace, run) => {
    const { event, request = 0, tag = "" } = run;
    const kinds: Record<Run["event"], Environment> = {
      pullRequest: {
        BUILD_REASON: "PullRequest",
        BUILD_SOURCEBRANCH: `refs/pull/${request + 1}/merge`,
        SYSTEM_PULLREQUEST_PULLREQUESTID: String(request + 1),
      },
      main: { BUILD_REASON: "IndividualCI", BUILD_SOURCEBRANCH: "refs/heads/main" },
      tag: { BUILD_REASON: "IndividualCI", BUILD_SOURCEBRANCH: `refs/tags/${tag}` },
    };
    return {
      TF_BUILD: "True",
      BUILD_SOURCEVERSION: mergedOf(run),
      XDG_CACHE_HOME: CACHE,
      ...kinds[event],
      ...run.registry,
    };
  },
};

/** Agents are a team's own, and so is git's account on them. */
const buildkite: Runner = {
  name: "buildkite",
  shell: ["bash", "-e"],
  whole: true,
  checkouts: {
    "a full clone with tags": (workspace, run) =>
      clone(workspace, remote(run), commitOf(run), ["--tags"], account(run)),
  },
  variables: (_workspace, run) => {
    const { event, request = 0, tag = "" } = run;
    const kinds: Record<Run["event"], Environment> = {
      pullRequest: {
        BUILDKITE_PULL_REQUEST: String(request + 1),
        BUILDKITE_PULL_REQUEST_BASE_BRANCH: "main",
        BUILDKITE_BRANCH: `request-${request + 1}`,
      },
      main: { BUILDKITE_PULL_REQUEST: "false", BUILDKITE_BRANCH: "main" },
      tag: { BUILDKITE_PULL_REQUEST: "false", BUILDKITE_BRANCH: tag, BUILDKITE_TAG: tag },
    };
    return {
      CI: "true",
      BUILDKITE: "true",
      BUILDKITE_COMMIT: commitOf(run),
      XDG_CACHE_HOME: CACHE,
      ...account(run),
      ...kinds[event],
      ...run.registry,
    };
  },
};

/** It merges a pull request's target into it, here; the remote is a proxy that knows the account. */
const bitbucket: Runner = {
  name: "bitbucket",
  shell: ["bash", "-e"],
  whole: true,
  checkouts: {
    "the target merged in": async (workspace, run) => {
      await clone(workspace, withToken(run), commitOf(run), []);
      if (run.event !== "pullRequest") return;
      await $({ quiet: true, cwd: workspace })`git fetch --quiet origin main`;
      const name = ["-c", "user.name=pipelines", "-c", "user.email=pipelines@example.com"];
      await $({ quiet: true, cwd: workspace })`git ${name} merge --quiet --no-edit ${run.hosted.main}`;
    },
  },
  variables: (_workspace, run) => {
    const { event, request = 0, tag = "" } = run;
    const kinds: Record<Run["event"], Environment> = {
      pullRequest: { BITBUCKET_PR_ID: String(request + 1), BITBUCKET_PR_DESTINATION_BRANCH: "main" },
      main: { BITBUCKET_BRANCH: "main" },
      tag: { BITBUCKET_TAG: tag },
    };
    return {
      CI: "true",
      BITBUCKET_COMMIT: commitOf(run),
      XDG_CACHE_HOME: CACHE,
      ...kinds[event],
      ...run.registry,
    };
  },
};

/** Its pods begin with nothing: the first step fetches, with the account that it alone sees. */
const tekton: Runner = {
  name: "tekton",
  shell: ["bash", "-eu"],
  checkouts: { "an empty volume": async () => {} },
  variables: (_workspace, run) => {
    const { event, request = 0, tag = "" } = run;
    const kinds: Record<Run["event"], Environment> = {
      pullRequest: { TARGET: "main", REQUEST: String(request + 1) },
      main: {},
      tag: { TAG: `refs/tags/${tag}` },
    };
    return {
      CI: "true",
      REPOSITORY: remote(run),
      REVISION: commitOf(run),
      XDG_CACHE_HOME: CACHE,
      ...account(run),
      ...kinds[event],
      ...run.registry,
    };
  },
};

export const RUNNERS = [github, gitlab, jenkins, circleci, azure, buildkite, bitbucket, tekton];

/** The commit of a pull request's merge where there is one. */
function mergedOf(run: Run): string {
  const merged = run.event === "pullRequest" && run.hosted.requests[run.request ?? 0]?.merge;
  return merged || commitOf(run);
}

function remote({ url }: Run): string {
  return `${url}/team/shop.git`;
}

function withToken(run: Run): string {
  return remote(run).replace("://", `://gitlab-ci-token:${run.token}@`);
}

/** What `gitUsernamePassword` sets. */
function account({ token }: Run): Environment {
  const program = join(mkdtempSync(join(tmpdir(), "multistage-ask-")), "ask");
  writeFileSync(
    program,
    `#!/bin/sh\ncase "$1" in Username*) echo "$GIT_USERNAME";; *) echo "$GIT_PASSWORD";; esac\n`,
  );
  chmodSync(program, 0o755);
  return { GIT_ASKPASS: program, GIT_USERNAME: "jenkins", GIT_PASSWORD: token };
}
