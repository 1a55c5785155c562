import { stringify } from "yaml";
import { type Event, type Job, type Pipeline, REPORTS, tagExpression } from "./pipeline.ts";
import type { Provider } from "./provider.ts";
import { CLIENT, callSteps, deepen, FETCH_TAGS, PREPARE, type Step, type Words } from "./script.ts";

/** It tells no pull request's target: what a branch changes is what it has beside the main one. */
const words = ({ mainBranch }: Pipeline): Words => ({
  base: `"origin/${mainBranch}"`,
  tag: '"$CIRCLE_TAG"',
  revision: '"$CIRCLE_SHA1"',
  shard: "$((CIRCLE_NODE_INDEX + 1))",
});

/** CircleCI. */
export const circleci: Provider = {
  path: ".circleci/config.yml",
  comment: "#",
  setup: [
    "Make a context `registry` with REGISTRY_USERNAME, REGISTRY_PASSWORD and, where multistage.yaml doesn't say",
    "it, REGISTRY (HOST/PREFIX); restrict it to the main branch and to tags. Caches are one branch's.",
  ],
  render,
  steps,
};

function steps(job: Job, pipeline: Pipeline): Step[] {
  const target = `"+refs/heads/${pipeline.mainBranch}:refs/remotes/origin/${pipeline.mainBranch}"`;
  const history = { base: [deepen(target)], tags: [FETCH_TAGS], none: [] };
  return [...history[job.history ?? "none"], PREPARE, CLIENT, ...callSteps(job, pipeline, words(pipeline))];
}

function render(pipeline: Pipeline): string {
  const { name, jobs } = pipeline;
  const config = {
    version: 2.1,
    jobs: Object.fromEntries(jobs.map((job) => [job.name, configJob(job, pipeline)])),
    workflows: { [name]: { jobs: jobs.flatMap((job) => scheduled(job, pipeline)) } },
  };
  return stringify(config, { lineWidth: 0, aliasDuplicateObjects: false });
}

function configJob(job: Job, pipeline: Pipeline) {
  const calls = steps(job, pipeline).map(({ title, lines }) => ({
    run: { name: title, command: ["set -eu", ...lines].join("\n") },
  }));
  const key = `${pipeline.name}-${job.name}-{{ .Branch }}-`;
  const [restore, save] = [
    { restore_cache: { keys: [key] } },
    {
      save_cache: {
        key: `${key}{{ .Revision }}-{{ epoch }}`,
        paths: ["~/.cache/multistage", "~/.npm"],
        when: "always",
      },
    },
  ];
  const reports = [{ store_test_results: { path: REPORTS } }, { store_artifacts: { path: REPORTS } }];
  return {
    machine: { image: "ubuntu-2404:current" },
    ...(job.shards > 1 ? { parallelism: job.shards } : {}),
    // A clone without its files' contents can't be compared.
    steps: [
      { checkout: { method: "full" } },
      ...(job.builds ? [restore] : []),
      ...calls,
      ...(job.builds ? [save, ...reports] : []),
    ],
  };
}

const FILTERS: Record<Event, (pipeline: Pipeline) => object> = {
  pullRequest: ({ mainBranch }) => ({ branches: { ignore: mainBranch } }),
  main: ({ mainBranch }) => ({ branches: { only: mainBranch } }),
  tag: ({ versionTags }) => ({ branches: { ignore: "/.*/" }, tags: { only: tagExpression(versionTags) } }),
};

function scheduled(job: Job, pipeline: Pipeline): object[] {
  const { name, on, environment, uploads, after, approval } = job;
  const filters = FILTERS[on](pipeline);
  const account = environment && { context: "registry" };
  const alone = account && !uploads && { "serial-group": `<< pipeline.project.slug >>/${environment}` };
  const asked = approval ? [{ approve: { type: "approval", filters } }] : [];
  const before = approval ? "approve" : after;
  return [...asked, { [name]: { ...(before ? { requires: [before] } : {}), ...account, ...alone, filters } }];
}
