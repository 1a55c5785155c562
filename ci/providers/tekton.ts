import { stringify } from "yaml";
import { type Event, type Job, type Pipeline, shardsOf, WORKSPACE } from "./pipeline.ts";
import type { Provider } from "./provider.ts";
import { callSteps, checkOut, FETCH_TAGS, linesOf, PREPARE, type Step, type Words } from "./script.ts";

/** No variable there tells of pull requests: the file hands on what it knows. */
const WORDS: Words = {
  base: '"origin/$TARGET"',
  tag: `"\${TAG#refs/tags/}"`,
  revision: '"$REVISION"',
  shard: "$SHARD",
  domain: '"pr-$REQUEST"',
};

/** What Pipelines as Code fills in, by the variable that steps see it in; nothing that a stranger names. */
const FILLED: Record<Event, Record<string, string>> = {
  pullRequest: { TARGET: "{{ target_branch }}", REQUEST: "{{ pull_request_number }}" },
  main: {},
  tag: { TAG: "{{ source_branch }}" },
};

/** Tekton, by Pipelines as Code. */
export const tekton: Provider = {
  path: ".tekton/multistage.yaml",
  comment: "#",
  setup: [
    "For Pipelines as Code. Make a secret `registry` with the keys username, password and, where multistage.yaml",
    "doesn't say it, registry (HOST/PREFIX). Pods must be allowed to build: as root of a user namespace, with the",
    "capabilities of a container. Nobody is asked before a tag promotes: who may push tags is the repository's to say.",
  ],
  render,
  steps,
};

function steps(job: Job, pipeline: Pipeline): Step[] {
  return [fetching(job), PREPARE, ...callSteps(job, pipeline, WORDS)];
}

/** The history as far back as a pull request left its target. */
function fetching({ history }: Job): Step {
  const target = history === "base" ? ' "+refs/heads/$TARGET:refs/remotes/origin/$TARGET"' : "";
  const depth = history === "base" ? "" : "--depth=1 ";
  const { title, lines } = checkOut('"$REPOSITORY"', `${depth}origin "$REVISION"${target}`, '"$REVISION"');
  return { title, lines: [...lines, ...(history === "tags" ? FETCH_TAGS.lines : [])] };
}

function render(pipeline: Pipeline): string {
  const first = pipeline.jobs.filter(({ after }) => !after);
  const runs = first.map((job) => pipelineRun(job, pipeline));
  return runs.map((run) => stringify(run, { lineWidth: 0, aliasDuplicateObjects: false })).join("---\n");
}

const EVENTS: Record<Event, (pipeline: Pipeline) => { event: string; branch: string }> = {
  pullRequest: () => ({ event: "pull_request", branch: "*" }),
  main: ({ mainBranch }) => ({ event: "push", branch: mainBranch }),
  tag: ({ versionTags }) => ({ event: "push", branch: `refs/tags/${versionTags}` }),
};

/** A job, and those that come after it, which must be tasks of one run. */
function pipelineRun(job: Job, pipeline: Pipeline) {
  const jobs = [job, ...pipeline.jobs.filter(({ after }) => after === job.name)];
  const { event, branch } = EVENTS[job.on](pipeline);
  const annotation = (name: string, value: string) => [`pipelinesascode.tekton.dev/${name}`, value];
  const annotations = Object.fromEntries([
    annotation("on-event", `[${event}]`),
    annotation("on-target-branch", `[${branch}]`),
    annotation("max-keep-runs", "5"),
    ...(job.environment ? [] : [annotation("cancel-in-progress", "true")]),
  ]);
  return {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { name: `${pipeline.name}-${job.name}`, annotations },
    spec: {
      timeouts: { pipeline: `${jobs.reduce((sum, { minutes }) => sum + minutes, 0)}m` },
      workspaces: [{ name: GIT, secret: { secretName: "{{ git_auth_secret }}" } }],
      pipelineSpec: { workspaces: [{ name: GIT }], tasks: jobs.map((one) => task(one, pipeline)) },
    },
  };
}

const GIT = "git";
const SOURCE = "/workspace/source";

function task(job: Job, pipeline: Pipeline) {
  const shards = shardsOf(job).map(String);
  const isShared = job.shards > 1;
  return {
    name: job.name,
    ...(job.after ? { runAfter: [job.after] } : {}),
    ...(isShared ? { matrix: { params: [{ name: "shard", value: shards }] } } : {}),
    workspaces: [{ name: GIT, workspace: GIT }],
    taskSpec: {
      ...(isShared ? { params: [{ name: "shard", type: "string" }] } : {}),
      workspaces: [{ name: GIT, readOnly: true }],
      volumes: [{ name: "source", emptyDir: {} }],
      stepTemplate: {
        image: "node:24-bookworm",
        workingDir: SOURCE,
        env: variables({ CI: "true", REVISION: "{{ revision }}", ...FILLED[job.on] }),
        volumeMounts: [{ name: "source", mountPath: SOURCE }],
      },
      steps: [fetchStep(job), buildStep(job, pipeline)],
    },
  };
}

/** The only one that sees the repository's account. */
function fetchStep(job: Job) {
  const path = `$(workspaces.${GIT}.path)`;
  const env = {
    REPOSITORY: "{{ repo_url }}",
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "credential.helper",
    GIT_CONFIG_VALUE_0: `store --file=${path}/.git-credentials`,
  };
  return { name: "fetch", env: variables(env), workspaces: [{ name: GIT }], script: script([fetching(job)]) };
}

function buildStep(job: Job, pipeline: Pipeline) {
  const [, ...calls] = steps(job, pipeline);
  const env = [
    ...variables({ HOME: `${SOURCE}/${WORKSPACE}/home` }),
    ...(job.shards > 1 ? variables({ SHARD: "$(params.shard)" }) : []),
    ...(job.environment ? ACCOUNT : []),
  ];
  return { name: "build", env, script: script(calls) };
}

function script(steps: Step[]): string {
  return ["#!/bin/bash", "set -eu", ...linesOf(steps), ""].join("\n");
}

function variables(env: Record<string, string>) {
  return Object.entries(env).map(([name, value]) => ({ name, value }));
}

const ACCOUNT = [
  ["REGISTRY_USERNAME", "username", false],
  ["REGISTRY_PASSWORD", "password", false],
  ["REGISTRY", "registry", true],
].map(([name, key, optional]) => ({
  name,
  valueFrom: { secretKeyRef: { name: "registry", key, ...(optional ? { optional } : {}) } },
}));
