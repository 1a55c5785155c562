import { stringify } from "yaml";
import { type Event, type Job, PIPELINE } from "./pipeline.ts";
import { callSteps, FETCH_TAGS, PREPARE, type Step, type Words } from "./script.ts";

/** A pull request's commit is the merge that GitHub made: its first parent is the target branch. */
const WORDS: Words = { base: "HEAD^1", tag: '"$GITHUB_REF_NAME"', revision: '"$GITHUB_SHA"' };

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

const CONDITIONS: Record<Event, string> = {
  pullRequest: "github.event_name == 'pull_request'",
  main: `github.ref == 'refs/heads/${PIPELINE.mainBranch}'`,
  tag: "github.ref_type == 'tag'",
};

/** What a job runs on GitHub, checkout included. */
export function githubSteps(job: Job): Step[] {
  const fetchTags = job.history === "tags" ? [FETCH_TAGS] : [];
  return [checkout(job), ...fetchTags, PREPARE, ...callSteps(job, WORDS)];
}

/** The workflow, for `.github/workflows/`. */
export function github(): string {
  const workflow = {
    name: PIPELINE.name,
    on: {
      pull_request: {},
      push: { branches: [PIPELINE.mainBranch], tags: [PIPELINE.versionTags] },
    },
    permissions: {},
    jobs: Object.fromEntries(PIPELINE.jobs.map((job) => [job.name, workflowJob(job)])),
  };
  return commented(stringify(workflow, { lineWidth: 0, aliasDuplicateObjects: false }));
}

function workflowJob(job: Job) {
  const { title, on, environment, minutes } = job;
  const group = environment ?? `${expression("github.workflow")}-${expression("github.ref")}`;
  return {
    name: title,
    if: CONDITIONS[on],
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": minutes,
    permissions: { contents: "read" },
    concurrency: { group, "cancel-in-progress": !environment },
    ...(environment ? { environment } : {}),
    steps: workflowSteps(job),
  };
}

function workflowSteps(job: Job) {
  const calls = callSteps(job, WORDS).map(({ title }) => title);
  const steps = githubSteps(job).map(({ title, lines }) => {
    const env = calls.includes(title) ? job.environment && REGISTRY_ENV : title !== PREPARE.title && GIT_ENV;
    return {
      name: title,
      ...(env ? { env } : {}),
      run: lines.length > 1 ? `${lines.join("\n")}\n` : lines[0],
    };
  });
  const at = steps.findIndex(({ name }) => name === calls[0]);
  if (!job.builds) return steps;
  return [...steps.slice(0, at), cacheStep(job), ...steps.slice(at), uploadStep(job)];
}

/** Without an action: nobody else's code gets the token, and tests can run it. */
function checkout({ history }: Job): Step {
  const depth = history === "base" ? 2 : 1;
  return {
    title: "Check out",
    lines: [
      "git init --quiet .",
      'git config remote.origin.url "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"',
      `git fetch --quiet --no-tags --depth=${depth} origin "$GITHUB_SHA"`,
      "git checkout --quiet --force --detach FETCH_HEAD",
      "git clean --quiet -ffd",
    ],
  };
}

function cacheStep({ name }: Job) {
  const prefix = `${PIPELINE.name}-${expression("runner.os")}-${name}-`;
  return {
    name: "Keep caches",
    uses: CACHE.uses,
    with: {
      path: "~/.cache/multistage\n~/.npm\n",
      key: prefix + expression("github.sha"),
      "restore-keys": prefix,
    },
  };
}

function uploadStep({ name }: Job) {
  return {
    name: "Keep reports",
    if: expression("!cancelled()"),
    uses: UPLOAD.uses,
    with: { name: `${name}-reports`, path: PIPELINE.reports, "include-hidden-files": true },
  };
}

/** What only comments can say: versions, as updaters expect them, and why a finding of zizmor's is none. */
function commented(text: string): string {
  const reason = "# zizmor: ignore[cache-poisoning] main reads no cache that a pull request wrote";
  return [CACHE, UPLOAD]
    .reduce((named, { uses, version }) => named.replaceAll(uses, `${uses} # ${version}`), text)
    .replace(/^on:$/m, `on: ${reason}`);
}
