import { stringify } from "yaml";
import { type Event, type Job, type Pipeline, REPORTS, shardsOf } from "./pipeline.ts";
import type { Provider } from "./provider.ts";
import { callSteps, checkOut, FETCH_TAGS, PREPARE, type Step, type Words } from "./script.ts";

const WORDS: Words = {
  base: '"$BASE"',
  tag: '"$GITHUB_REF_NAME"',
  revision: '"$GITHUB_SHA"',
  shard: "$SHARD",
  services: '"$SERVICES"',
};

/** By commit, since a tag can be moved; each is what its repository's tag named. */
const CACHE = { uses: "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae", version: "v5.0.5" };
const UPLOAD = {
  uses: "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
  version: "v7.0.0",
};

/** GitHub fills it in before the shell starts: so never within `run`. */
const expression = (text: string) => `\${{ ${text} }}`;

/** The job's token reaches git through a helper that reads the environment: no file or process list has it. */
export const GIT_ENV = {
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "credential.helper",
  GIT_CONFIG_VALUE_0: '!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f',
  GITHUB_TOKEN: expression("github.token"),
};

const REGISTRY_ENV = {
  REGISTRY: expression("vars.REGISTRY"),
  REGISTRY_USERNAME: expression("secrets.REGISTRY_USERNAME"),
  REGISTRY_PASSWORD: expression("secrets.REGISTRY_PASSWORD"),
};

/**
 * A pull request's commit is the merge that GitHub made: its first parent is the target branch. A merge queue's may
 * have more than one commit on the branch that it will become.
 */
const BASE_ENV = { BASE: expression("github.event.merge_group.base_sha || 'HEAD^1'") };

const CONDITIONS: Record<Event, (pipeline: Pipeline) => string> = {
  pullRequest: () => "github.event_name == 'pull_request' || github.event_name == 'merge_group'",
  main: ({ mainBranch }) => `github.event_name == 'push' && github.ref == 'refs/heads/${mainBranch}'`,
  tag: () => "github.event_name == 'push' && github.ref_type == 'tag'",
};

/** GitHub Actions. */
export const github: Provider = {
  path: ".github/workflows/multistage.yml",
  comment: "#",
  setup: [
    "Set the variable REGISTRY (HOST/PREFIX; not needed where multistage.yaml says it) and the secrets",
    "REGISTRY_USERNAME and REGISTRY_PASSWORD, best in the environments, where approval is asked for, too.",
  ],
  render,
  steps,
};

function steps(job: Job, pipeline: Pipeline): Step[] {
  const fetchTags = job.history === "tags" ? [FETCH_TAGS] : [];
  const calls = callSteps(job, pipeline, WORDS);
  return [checkout(job), ...fetchTags, PREPARE, ...(job.isMatrix ? handedOn(calls) : calls)];
}

/** What the last call prints is the job's output. */
function handedOn(calls: Step[]): Step[] {
  const { title, lines } = calls.at(-1) as Step;
  const [line = ""] = lines;
  // In two lines, so that its failure ends the job.
  return [
    ...calls.slice(0, -1),
    { title, lines: [`matrix="$(${line})"`, 'echo "matrix=$matrix" >>"$GITHUB_OUTPUT"'] },
  ];
}

function render(pipeline: Pipeline): string {
  const { name, mainBranch, versionTags, jobs } = pipeline;
  const workflow = {
    name,
    on: { pull_request: {}, merge_group: {}, push: { branches: [mainBranch], tags: [versionTags] } },
    permissions: {},
    jobs: Object.fromEntries(jobs.map((job) => [job.name, workflowJob(job, pipeline)])),
  };
  return commented(stringify(workflow, { lineWidth: 0, aliasDuplicateObjects: false }));
}

function workflowJob(job: Job, pipeline: Pipeline) {
  const { title, on, environment, uploads, minutes, isMatrix, sharedBy, after = sharedBy } = job;
  const group = (!uploads && environment) || `${expression("github.workflow")}-${expression("github.ref")}`;
  return {
    name: title,
    ...(after ? { needs: after } : {}),
    if: sharedBy ? isAny(sharedBy) : CONDITIONS[on](pipeline),
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": minutes,
    permissions: { contents: "read" },
    concurrency: { group: group + shardSuffix(job), "cancel-in-progress": !environment },
    ...(environment ? { environment } : {}),
    ...(isMatrix ? { outputs: { matrix: expression("steps.matrix.outputs.matrix") } } : {}),
    ...strategyOf(job),
    steps: workflowSteps(job, pipeline),
  };
}

const outputOf = (job: string) => `needs.${job}.outputs.matrix`;
/** A matrix of no jobs is an error there. */
const isAny = (job: string) => `${outputOf(job)} != '{"include":[]}'`;
const shardSuffix = ({ sharedBy, shards }: Job) =>
  sharedBy || shards > 1 ? `-${expression("strategy.job-index")}` : "";

/** Several of a job: as many as another one's output says, or a fixed number. */
function strategyOf(job: Job) {
  const { sharedBy, shards } = job;
  const fixed = shards > 1 ? { shard: shardsOf(job) } : undefined;
  const matrix = sharedBy ? expression(`fromJSON(${outputOf(sharedBy)})`) : fixed;
  return matrix ? { strategy: { "fail-fast": false, matrix } } : {};
}

function workflowSteps(job: Job, pipeline: Pipeline) {
  const calls = callSteps(job, pipeline, WORDS).map(({ title }) => title);
  const steps = github.steps(job, pipeline).map(({ title, lines }) => {
    const env = envOf(job, title, calls.includes(title));
    return {
      name: title,
      ...(job.isMatrix && title === "matrix" ? { id: "matrix" } : {}),
      ...(Object.keys(env).length ? { env } : {}),
      run: lines.length > 1 ? `${lines.join("\n")}\n` : lines[0],
    };
  });
  const at = steps.findIndex(({ name }) => name === calls[0]);
  if (!job.builds) return steps;
  return [...steps.slice(0, at), cacheStep(job, pipeline), ...steps.slice(at), uploadStep(job)];
}

/** Steps get the accounts that they need, and no other. */
function envOf(job: Job, title: string, isCall: boolean): Record<string, string> {
  if (!isCall) return title === PREPARE.title ? {} : GIT_ENV;
  if (job.environment)
    return job.shards > 1 ? { ...REGISTRY_ENV, SHARD: expression("matrix.shard") } : REGISTRY_ENV;
  if (title === "ci") return {};
  return job.sharedBy ? { SERVICES: expression("matrix.services") } : BASE_ENV;
}

/** Without an action: nobody else's code gets the token, and tests can run it. */
function checkout({ history }: Job): Step {
  const { title, lines } = checkOut(
    '"$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"',
    `--depth=${history === "base" ? 2 : 1} origin "$GITHUB_SHA"`,
    "FETCH_HEAD",
  );
  const queued =
    'if [ "$GITHUB_EVENT_NAME" = merge_group ]; then git fetch --quiet --no-tags --unshallow origin; fi';
  return { title, lines: history === "base" ? [...lines, queued] : lines };
}

/** A pull request that has none yet begins with what the main branch left, which it can't change. */
function cacheStep(job: Job, pipeline: Pipeline) {
  const { name, jobs } = pipeline;
  const common = `${name}-${expression("runner.os")}-`;
  const prefix = `${common}${job.name}${shardSuffix(job)}-`;
  const others = [
    `${common}${job.name}`,
    ...jobs.filter(({ on }) => on === "main").map((one) => common + one.name),
  ];
  const fallbacks = job.on === "pullRequest" ? others.map((other) => `${other}-`) : [];
  return {
    name: "Keep caches",
    uses: CACHE.uses,
    with: {
      path: "~/.cache/multistage\n~/.npm\n",
      key: prefix + expression("github.sha"),
      "restore-keys": [...new Set([prefix, ...fallbacks])].map((key) => `${key}\n`).join(""),
    },
  };
}

function uploadStep(job: Job) {
  return {
    name: "Keep reports",
    if: expression("!cancelled()"),
    uses: UPLOAD.uses,
    with: { name: `${job.name}-reports${shardSuffix(job)}`, path: REPORTS, "include-hidden-files": true },
  };
}

/** What only comments can say: versions, as updaters expect them, and why a finding of zizmor's is none. */
function commented(text: string): string {
  const reason = "# zizmor: ignore[cache-poisoning] main reads no cache that a pull request wrote";
  return [CACHE, UPLOAD]
    .reduce((named, { uses, version }) => named.replaceAll(uses, `${uses} # ${version}`), text)
    .replace(/^on:$/m, `on: ${reason}`);
}
