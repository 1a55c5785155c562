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
    "an empty workspace": async () => {},
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
      main: { GITHUB_REF: "refs/heads/main", GITHUB_REF_NAME: "main", GITHUB_REF_TYPE: "branch" },
      tag: { GITHUB_REF: `refs/tags/${tag}`, GITHUB_REF_NAME: tag, GITHUB_REF_TYPE: "tag" },
    };
    const merged = event === "pullRequest" ? hosted.requests[request]?.merge : undefined;
    return {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_SERVER_URL: url,
      GITHUB_REPOSITORY: "team/shop",
      GITHUB_SHA: merged ?? hosted.main,
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
    "a full clone with tags": (workspace, run) => clone(workspace, withToken(run), commitOf(run), ["--tags"]),
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
    "a full clone with tags": (workspace, run) =>
      clone(workspace, remote(run), commitOf(run), ["--tags"], account(run)),
    "a shallow clone": (workspace, run) =>
      clone(workspace, remote(run), commitOf(run), ["--depth=1", "--no-tags"], account(run)),
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

export const RUNNERS = [github, gitlab, jenkins];

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
