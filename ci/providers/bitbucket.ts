import { stringify } from "yaml";
import { type Event, type Job, type Pipeline, REPORTS } from "./pipeline.ts";
import type { Provider } from "./provider.ts";
import {
  branchOf,
  callSteps,
  deepen,
  FETCH_TAGS,
  linesOf,
  PREPARE,
  type Step,
  type Words,
} from "./script.ts";

const WORDS: Words = {
  base: '"origin/$BITBUCKET_PR_DESTINATION_BRANCH"',
  tag: '"$BITBUCKET_TAG"',
  revision: '"$BITBUCKET_COMMIT"',
  shard: "$((BITBUCKET_PARALLEL_STEP + 1))",
};

/** Bitbucket Pipelines. */
export const bitbucket: Provider = {
  path: "bitbucket-pipelines.yml",
  comment: "#",
  setup: [
    "Make the deployments that it names, and in each the variables REGISTRY_USERNAME, REGISTRY_PASSWORD (secured)",
    "and, where multistage.yaml doesn't say it, REGISTRY (HOST/PREFIX). Nothing is cached: a cache there is all",
    "branches', and whoever pushes one could change what the main branch builds from.",
  ],
  render,
  steps,
};

function steps(job: Job, pipeline: Pipeline): Step[] {
  const target = branchOf("$BITBUCKET_PR_DESTINATION_BRANCH");
  const history = { base: [deepen(target)], tags: [FETCH_TAGS], none: [] };
  return [...history[job.history ?? "none"], PREPARE, ...callSteps(job, pipeline, WORDS)];
}

const PLACES: Record<Event, (pipeline: Pipeline) => [string, string]> = {
  pullRequest: () => ["pull-requests", "**"],
  main: ({ mainBranch }) => ["branches", mainBranch],
  tag: ({ versionTags }) => ["tags", versionTags],
};

function render(pipeline: Pipeline): string {
  const places = pipeline.jobs.map((job) => {
    const [kind, pattern] = PLACES[job.on](pipeline);
    return [kind, { [pattern]: stepsOf(job, pipeline) }];
  });
  const file = {
    image: "node:24-bookworm",
    clone: { depth: "full" },
    // A build needs more than the gigabyte that a service gets by itself.
    definitions: { services: { docker: { memory: 3072 } } },
    pipelines: Object.fromEntries(places),
  };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

function stepsOf(job: Job, pipeline: Pipeline): object[] {
  const step = { step: fileStep(job, pipeline) };
  if (job.shards > 1) return [{ parallel: Array(job.shards).fill(step) }];
  // The first step of all can't wait for anybody.
  const before = { step: { name: "Wait for approval", script: [`echo "the next step: ${job.title}"`] } };
  return job.approval ? [before, step] : [step];
}

function fileStep(job: Job, pipeline: Pipeline) {
  const { title, environment, approval, minutes, builds } = job;
  return {
    name: title,
    ...(environment ? { deployment: environment } : {}),
    ...(approval ? { trigger: "manual" } : {}),
    "max-time": minutes,
    services: ["docker"],
    script: ["set -eu", ...linesOf(steps(job, pipeline))],
    ...(builds ? { artifacts: [`${REPORTS}/**`] } : {}),
  };
}
