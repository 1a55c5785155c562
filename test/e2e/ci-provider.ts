import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { cacheDir } from "../../ci/local/paths.ts";
import { type Event, pipelineOf } from "../../ci/providers/pipeline.ts";
import { PROVIDERS } from "../../ci/providers/providers.ts";
import { CI_DEFAULTS } from "../../src/publish/ci-settings.ts";
import type { Hosted } from "./ci-repository.ts";

export type Environment = Record<string, string>;

/** What a run is about, and where things are. */
export interface Run {
  event: Event;
  hosted: Hosted;
  /** Index of the pull request. */
  request?: number;
  tag?: string;
  /** Address of the git server, and the password that it takes. */
  url: string;
  token: string;
  /** Registry, prefix and account. */
  registry: Environment;
  /** The job, where there are several for the event, and what it is told as one of several of its kind. */
  job?: { name: string; shards: number; variables: Environment };
}

/** How one CI system sets a job up, as far as its steps can see. */
export interface Runner {
  name: string;
  /** Ways in which its checkouts differ. */
  checkouts: Record<string, (workspace: string, run: Run) => Promise<void>>;
  variables(workspace: string, run: Run): Environment;
  /** How it runs the lines of a step; `whole`: all steps in one shell. */
  shell: string[];
  whole?: boolean;
}

/** How a job ended. */
export interface Job {
  exitCode: number;
  log: string;
  workspace: string;
}

/** Runs the provider's steps in clean shells, after a checkout of its kind. */
export async function runJob(runner: Runner, checkout: string, run: Run): Promise<Job> {
  const workspace = mkdtempSync(join(tmpdir(), "multistage-ci-"));
  await runner.checkouts[checkout]?.(workspace, run);
  const { name: wanted, shards = 1, variables } = run.job ?? {};
  const pipeline = pipelineOf({ ...CI_DEFAULTS, shards }, "./daggerw", runner.name);
  const job = pipeline.jobs.find(({ on, name }) => on === run.event && name === (wanted ?? name));
  const steps = (job && PROVIDERS[runner.name]?.steps(job, pipeline)) ?? [];
  const scripts = steps.map(({ lines }) => `${lines.join("\n")}\n`);
  const home = mkdtempSync(join(tmpdir(), "multistage-home-"));
  const env = { PATH: process.env.PATH ?? "", HOME: home, ...runner.variables(workspace, run), ...variables };
  let log = "";
  for (const script of runner.whole ? [scripts.join("")] : scripts) {
    const file = join(home, "script.sh");
    writeFileSync(file, script);
    const [shell = "sh", ...flags] = runner.shell;
    const ended = await $({ quiet: true, nothrow: true, cwd: workspace, env })`${shell} ${flags} ${file}`;
    log += ended.stdall;
    if (ended.exitCode) return { exitCode: ended.exitCode, log, workspace };
  }
  return { exitCode: 0, log, workspace };
}

/** The commit that a run is for. */
export function commitOf({ event, hosted, request = 0 }: Run): string {
  return event === "pullRequest" ? (hosted.requests[request]?.head ?? "") : hosted.main;
}

/** A checkout as runners make it: of one commit, without a branch. @param after the remote's address afterwards. */
export async function clone(
  workspace: string,
  url: string,
  commit: string,
  flags: string[],
  env = {},
  after = url,
) {
  const git = $({ quiet: true, cwd: workspace, env: { ...process.env, ...env } });
  await git`git init --quiet`;
  await git`git remote add origin ${url}`;
  await git`git fetch --quiet ${flags} origin ${commit}`;
  await git`git checkout --quiet --force --detach ${commit}`;
  await git`git remote set-url origin ${after}`;
}

/** A cache that was kept from an earlier run: the machine's own, so that bases aren't made anew. */
export function keptCache(directory: string): string {
  mkdirSync(dirname(join(directory, "multistage")), { recursive: true });
  symlinkSync(cacheDir(), join(directory, "multistage"));
  return directory;
}
