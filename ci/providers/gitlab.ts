import { stringify } from "yaml";
import { type Event, type Job, PIPELINE, WORKSPACE } from "./pipeline.ts";
import { callSteps, deepen, FETCH_TAGS, PREPARE, type Step, type Words } from "./script.ts";

const WORDS: Words = {
  base: '"$CI_MERGE_REQUEST_DIFF_BASE_SHA"',
  tag: '"$CI_COMMIT_TAG"',
  revision: '"$CI_COMMIT_SHA"',
};

const CONDITIONS: Record<Event, string> = {
  pullRequest: '$CI_PIPELINE_SOURCE == "merge_request_event"',
  main: `$CI_COMMIT_BRANCH == "${PIPELINE.mainBranch}"`,
  tag: `$CI_COMMIT_TAG =~ /^${PIPELINE.versionTags.replace("*", "")}/`,
};

/** What a job runs on GitLab, after the runner's own checkout. */
export function gitlabSteps(job: Job): Step[] {
  // The base is an ancestor of the commit, so that a fork's pipeline needs nothing of the target project.
  const history = { base: [deepen('"$CI_COMMIT_SHA"')], tags: [FETCH_TAGS], none: [] };
  return [...history[job.history ?? "none"], PREPARE, ...callSteps(job, WORDS)];
}

/** The pipeline, to be included from `.gitlab-ci.yml`. */
export function gitlab(): string {
  const pipeline = {
    ".multistage": TEMPLATE,
    ...Object.fromEntries(PIPELINE.jobs.map((job) => [`multistage:${job.name}`, pipelineJob(job)])),
  };
  return stringify(pipeline, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** What all jobs share: nothing global, since the file is included in pipelines that have other jobs. */
const TEMPLATE = {
  image: "node:24-bookworm",
  variables: {
    GIT_DEPTH: "1",
    // A project's or group's variable of this name wins over it.
    REGISTRY: "$CI_REGISTRY_IMAGE",
  },
  // 75 is a registry's or network's passing fault.
  retry: { max: 2, when: ["runner_system_failure"], exit_codes: [75] },
};

function pipelineJob(job: Job) {
  const { on, environment, minutes, builds } = job;
  const lines = gitlabSteps(job).flatMap((step) => step.lines);
  const at = lines.findIndex((line) => line.startsWith("./daggerw"));
  return {
    extends: ".multistage",
    stage: environment ? "deploy" : "test",
    rules: [{ if: CONDITIONS[on] }],
    timeout: `${minutes} minutes`,
    ...(environment ? { environment, resource_group: environment } : { interruptible: true }),
    ...(builds ? { variables: CACHE_VARIABLES, cache: [CACHE], artifacts: ARTIFACTS } : {}),
    before_script: lines.slice(0, at),
    script: lines.slice(at),
  };
}

/** GitLab caches nothing outside the checkout. */
const CACHE_VARIABLES = {
  XDG_CACHE_HOME: `$CI_PROJECT_DIR/${WORKSPACE}/cache`,
  npm_config_cache: `$CI_PROJECT_DIR/${WORKSPACE}/cache/npm`,
};

const CACHE = { key: "$CI_JOB_NAME", paths: [`${WORKSPACE}/cache`], when: "always" };

/** The file of digests is no `dotenv` report: GitLab fails a job whose report has more than 20 variables. */
const ARTIFACTS = {
  when: "always",
  expire_in: "1 week",
  paths: [PIPELINE.reports],
  reports: { junit: `${PIPELINE.reports}/*.xml` },
};
