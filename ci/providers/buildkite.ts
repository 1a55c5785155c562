import { stringify } from "yaml";
import { type Event, type Job, type Pipeline, REPORTS, tagExpression } from "./pipeline.ts";
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
  base: '"origin/$BUILDKITE_PULL_REQUEST_BASE_BRANCH"',
  tag: '"$BUILDKITE_TAG"',
  revision: '"$BUILDKITE_COMMIT"',
  shard: "$((BUILDKITE_PARALLEL_JOB + 1))",
};

const CONDITIONS: Record<Event, (pipeline: Pipeline) => string> = {
  pullRequest: () => "build.pull_request.id != null",
  main: ({ mainBranch }) =>
    `build.branch == "${mainBranch}" && build.pull_request.id == null && build.tag == null`,
  tag: ({ versionTags }) => `build.tag =~ ${tagExpression(versionTags)}`,
};

/** Buildkite. */
export const buildkite: Provider = {
  path: ".buildkite/pipeline.yml",
  comment: "#",
  setup: [
    "Uploaded by `buildkite-agent pipeline upload`; switch on builds of pull requests and of tags. Agents need",
    "Node and what builds, and keep their caches in ~/.cache/multistage. Make the cluster's secrets",
    "REGISTRY_USERNAME and REGISTRY_PASSWORD, for the main branch and tags alone, and set REGISTRY (HOST/PREFIX)",
    "in the agents' environment where multistage.yaml doesn't say it.",
  ],
  render,
  steps,
};

function steps(job: Job, pipeline: Pipeline): Step[] {
  const target = branchOf("$BUILDKITE_PULL_REQUEST_BASE_BRANCH");
  const history = { base: [deepen(target)], tags: [FETCH_TAGS], none: [] };
  return [...history[job.history ?? "none"], PREPARE, ...callSteps(job, pipeline, WORDS)];
}

function render(pipeline: Pipeline): string {
  const file = {
    steps: pipeline.jobs.flatMap((job) => [...approvalOf(job, pipeline), commandStep(job, pipeline)]),
  };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

function approvalOf({ approval, title, on }: Job, pipeline: Pipeline) {
  return approval ? [{ block: `${title}?`, key: "approve", if: CONDITIONS[on](pipeline) }] : [];
}

function commandStep(job: Job, pipeline: Pipeline) {
  const { name, title, on, environment, uploads, approval, minutes, shards, builds } = job;
  const before = approval ? "approve" : job.after;
  const account = environment && { secrets: ["REGISTRY_USERNAME", "REGISTRY_PASSWORD"] };
  const alone = account &&
    !uploads && { concurrency: 1, concurrency_group: `${pipeline.name}/${environment}` };
  return {
    label: title,
    key: name,
    if: CONDITIONS[on](pipeline),
    ...(before ? { depends_on: before } : {}),
    ...(shards > 1 ? { parallelism: shards } : {}),
    ...account,
    ...alone,
    timeout_in_minutes: minutes,
    // 75 is a registry's or network's passing fault.
    retry: { automatic: [{ exit_status: 75, limit: 2 }] },
    command: ["set -eu", ...linesOf(steps(job, pipeline))].map(uploaded),
    ...(builds ? { artifact_paths: [`${REPORTS}/*`] } : {}),
  };
}

/** Whoever uploads the file fills in variables, unless their sign is doubled. */
function uploaded(line: string): string {
  return line.replaceAll("$", "$$$$");
}
