import { stringify } from "yaml";
import { type Event, type Job, type Pipeline, REPORTS, tagExpression, WORKSPACE } from "./pipeline.ts";
import type { Provider } from "./provider.ts";
import { callSteps, deepen, FETCH_TAGS, linesOf, PREPARE, type Step, type Words } from "./script.ts";

const WORDS: Words = {
  base: '"$CI_MERGE_REQUEST_DIFF_BASE_SHA"',
  tag: '"$CI_COMMIT_TAG"',
  revision: '"$CI_COMMIT_SHA"',
  shard: "$CI_NODE_INDEX",
};

const CONDITIONS: Record<Event, (pipeline: Pipeline) => string> = {
  pullRequest: () => '$CI_PIPELINE_SOURCE == "merge_request_event"',
  main: ({ mainBranch }) => `$CI_COMMIT_BRANCH == "${mainBranch}"`,
  tag: ({ versionTags }) => `$CI_COMMIT_TAG =~ ${tagExpression(versionTags)}`,
};

/** GitLab CI. */
export const gitlab: Provider = {
  path: ".gitlab-ci.yml",
  comment: "#",
  setup: [
    "Images go to the project's own registry with the job's account; for another set the variables REGISTRY",
    "(HOST/PREFIX), REGISTRY_USERNAME and REGISTRY_PASSWORD, masked and protected. The runner must be able to",
    "build: a Dagger engine or Docker daemon that answers, or root for buildah. Written with --path, it can be",
    "included from another .gitlab-ci.yml: all of its names begin with multistage.",
  ],
  render,
  steps,
};

function steps(job: Job, pipeline: Pipeline): Step[] {
  // The base is an ancestor of the commit, so that a fork's pipeline needs nothing of the target project.
  const history = { base: [deepen('"$CI_COMMIT_SHA"')], tags: [FETCH_TAGS], none: [] };
  return [...history[job.history ?? "none"], PREPARE, ...callSteps(job, pipeline, WORDS)];
}

function render(pipeline: Pipeline): string {
  const jobs = pipeline.jobs.map((job) => [`${pipeline.name}:${job.name}`, pipelineJob(job, pipeline)]);
  const file = { [`.${pipeline.name}`]: TEMPLATE, ...Object.fromEntries(jobs) };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
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

function pipelineJob(job: Job, pipeline: Pipeline) {
  const { on, after, approval, minutes, builds, shards } = job;
  const lines = linesOf(steps(job, pipeline));
  const at = lines.findIndex((line) => line.startsWith(pipeline.command));
  return {
    extends: `.${pipeline.name}`,
    stage: job.environment ? "deploy" : "test",
    ...(after ? { needs: [`${pipeline.name}:${after}`] } : {}),
    rules: [{ if: CONDITIONS[on](pipeline), ...(approval ? { when: "manual" } : {}) }],
    timeout: `${minutes} minutes`,
    ...(shards > 1 ? { parallel: shards } : {}),
    ...environmentOf(job),
    ...(builds ? { variables: CACHE_VARIABLES, cache: [CACHE], artifacts: ARTIFACTS } : {}),
    before_script: lines.slice(0, at),
    script: lines.slice(at),
  };
}

/** Uploads get the environment's variables, and are no deployment. */
function environmentOf({ environment, uploads }: Job) {
  if (!environment) return { interruptible: true };
  if (uploads) return { environment: { name: environment, action: "prepare" } };
  return { environment, resource_group: environment };
}

/** GitLab caches nothing outside the checkout. */
const CACHE_VARIABLES = {
  XDG_CACHE_HOME: `$CI_PROJECT_DIR/${WORKSPACE}/cache`,
  npm_config_cache: `$CI_PROJECT_DIR/${WORKSPACE}/cache/npm`,
};

/** One a branch or merge request: what one left there, no other reads. */
const CACHE = { key: "$CI_JOB_NAME_SLUG-$CI_COMMIT_REF_SLUG", paths: [`${WORKSPACE}/cache`], when: "always" };

/** The file of digests is no `dotenv` report: GitLab fails a job whose report has more than 20 variables. */
const ARTIFACTS = {
  when: "always",
  expire_in: "1 week",
  paths: [REPORTS],
  reports: { junit: `${REPORTS}/*.xml` },
};
