import { stringify } from "yaml";
import { type Event, type Job, type Pipeline, REPORTS } from "./pipeline.ts";
import type { Provider } from "./provider.ts";
import { callSteps, PREPARE, type Step, type Words } from "./script.ts";

/** A pull request's commit is the merge with its target: that is its first parent. */
const WORDS: Words = {
  base: "HEAD^1",
  tag: `"\${BUILD_SOURCEBRANCH#refs/tags/}"`,
  revision: '"$BUILD_SOURCEVERSION"',
  shard: "$SYSTEM_JOBPOSITIONINPHASE",
};

const CONDITIONS: Record<Event, (pipeline: Pipeline) => string> = {
  pullRequest: () => "eq(variables['Build.Reason'], 'PullRequest')",
  main: ({ mainBranch }) =>
    `and(ne(variables['Build.Reason'], 'PullRequest'), eq(variables['Build.SourceBranch'], 'refs/heads/${mainBranch}'))`,
  tag: () => "startsWith(variables['Build.SourceBranch'], 'refs/tags/')",
};

/** Azure Pipelines. */
export const azure: Provider = {
  path: "azure-pipelines.yml",
  comment: "#",
  setup: [
    "Set the pipeline's variables REGISTRY_USERNAME and REGISTRY_PASSWORD (secret) and, where multistage.yaml",
    "doesn't say it, REGISTRY (HOST/PREFIX). With Azure Repos, a build validation of the branch runs it for pull",
    "requests. Builds of forks must not get secrets, which is the default.",
  ],
  render,
  steps,
};

function steps(job: Job, pipeline: Pipeline): Step[] {
  return [PREPARE, ...callSteps(job, pipeline, WORDS)];
}

function render(pipeline: Pipeline): string {
  const { mainBranch, versionTags, jobs } = pipeline;
  const file = {
    // Runs of the branch follow one another: what they publish does, too.
    trigger: { batch: true, branches: { include: [mainBranch] }, tags: { include: [versionTags] } },
    pr: { branches: { include: ["*"] } },
    jobs: jobs.flatMap((job) => [...approvalOf(job, pipeline), fileJob(job, pipeline)]),
  };
  return stringify(asTexts(file), { lineWidth: 0, aliasDuplicateObjects: false });
}

function approvalOf({ approval, title, on }: Job, pipeline: Pipeline) {
  if (!approval) return [];
  const task = { task: "ManualValidation@1", inputs: { notifyUsers: "", instructions: title } };
  return [
    {
      job: "approve",
      condition: CONDITIONS[on](pipeline),
      pool: "server",
      timeoutInMinutes: 4320,
      steps: [task],
    },
  ];
}

function fileJob(job: Job, pipeline: Pipeline) {
  const { name, title, on, minutes, shards, history, approval, builds } = job;
  const before = approval ? "approve" : job.after;
  const condition = CONDITIONS[on](pipeline);
  return {
    job: name,
    displayName: title,
    ...(before ? { dependsOn: before } : {}),
    condition: before ? `and(succeeded(), ${condition})` : condition,
    pool: { vmImage: "ubuntu-24.04" },
    timeoutInMinutes: minutes,
    ...(shards > 1 ? { strategy: { parallel: shards } } : {}),
    steps: [
      {
        checkout: "self",
        clean: true,
        fetchDepth: history === "base" ? 2 : 1,
        fetchTags: history === "tags",
      },
      ...(builds ? [cacheTask(job, pipeline)] : []),
      ...steps(job, pipeline).map((step) => script(job, step)),
      ...(builds ? REPORTING : []),
    ],
  };
}

function script({ environment }: Job, { title, lines }: Step) {
  // A secret is in no script's environment unless it is named.
  const env =
    environment && title !== PREPARE.title ? { REGISTRY_PASSWORD: "$(REGISTRY_PASSWORD)" } : undefined;
  return { bash: ["set -eu", ...lines].join("\n"), displayName: title, ...(env ? { env } : {}) };
}

/** A pull request's is its own, and begins with that of its target. */
function cacheTask({ name, shards }: Job, pipeline: Pipeline) {
  const share = shards > 1 ? ' | "$(System.JobPositionInPhase)"' : "";
  const key = `"${pipeline.name}" | "$(Agent.OS)" | "${name}"${share}`;
  const inputs = {
    key: `${key} | "$(Build.SourceVersion)"`,
    restoreKeys: key,
    path: "$(HOME)/.cache/multistage",
  };
  return { task: "Cache@2", displayName: "Keep caches", inputs };
}

const REPORTING = [
  {
    task: "PublishTestResults@2",
    displayName: "Keep reports",
    condition: "succeededOrFailed()",
    inputs: {
      testResultsFormat: "JUnit",
      testResultsFiles: `${REPORTS}/*.xml`,
      searchFolder: "$(Build.SourcesDirectory)",
    },
  },
];

/** Its own schema has numbers and truths as texts. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asTexts(one)]));
}
