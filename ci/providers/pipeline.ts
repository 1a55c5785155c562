import type { CiSettings } from "../../src/publish/ci-settings.ts";

/** When a job runs. */
export type Event = "pullRequest" | "main" | "tag";

/** One job of the pipeline, in no provider's words. */
export interface Job {
  name: string;
  title: string;
  on: Event;
  /**
   * What a shallow clone lacks for it: `base`, the history back to where a pull request left its target;
   * `tags`, those on the commit.
   */
  history?: "base" | "tags";
  /** Words after the command; `{base}` and the like are each provider's own variables. */
  calls: string[];
  /** The environment that it is for; then it gets the registry's credentials, and runs alone unless it {@link uploads}. */
  environment?: string;
  /** It moves none of the environment's tags, so that others may run beside it. */
  uploads?: boolean;
  /** The job that must have ended well before, of the same event. */
  after?: string;
  /** Somebody must agree before it starts. */
  approval?: boolean;
  /** As many jobs share the services, a fixed number. */
  shards: number;
  /** What its last call prints is for the jobs that it is {@link sharedBy}. */
  isMatrix?: boolean;
  /** The job that tells how many of this one there are, and which services each of them takes. */
  sharedBy?: string;
  /** Builds images, so that its caches are kept. */
  builds?: boolean;
  minutes: number;
}

export interface Pipeline {
  name: string;
  /** How the repository calls us: `./daggerw`. */
  command: string;
  mainBranch: string;
  /** Pattern of the tags that promote: a name, or its beginning and `*`. */
  versionTags: string;
  jobs: Job[];
}

/** Directory for what a run leaves in the checkout; it ignores itself, so that the tree stays clean. */
export const WORKSPACE = ".multistage";

/** Where reports are written. */
export const REPORTS = `${WORKSPACE}/reports`;

/** The pipeline of every provider: its file is made from this. @param provider the name that it is checked by. */
export function pipelineOf(settings: CiSettings, command: string, provider: string): Pipeline {
  const { branch, tags, shards } = settings;
  const verifying = shards > 1 && TAKE_MATRIX.includes(provider) ? shared : fixed;
  const publishing = shards > 1 && !ONE_DEPLOYMENT.includes(provider) ? collected : published;
  const jobs = [...verifying(settings, provider), ...publishing(settings), promote(settings)];
  return { name: "multistage", command, mainBranch: branch, versionTags: tags, jobs };
}

/** Providers on which one job's output can say how many others there are; on the others that is fixed. */
const TAKE_MATRIX = ["github"];

/** Providers that refuse a pipeline of which more than one job has the same environment's account. */
const ONE_DEPLOYMENT = ["bitbucket"];

const AFFECTED = "--affected-since {base}";

/** As many jobs as there are shards, each of which finds out what it has to do. */
function fixed(settings: CiSettings, provider: string): Job[] {
  const { shards } = settings;
  const job = verify(settings, `${AFFECTED}${shards > 1 ? " --shard {shard}" : ""}{domain}`);
  return [{ ...job, history: "base", shards, calls: [check(provider), ...job.calls] }];
}

/** One job divides the services by how long each took before; as many do the work as that makes, none where nothing changed. */
function shared(settings: CiSettings, provider: string): Job[] {
  const divide: Job = {
    name: "divide",
    title: "Divide what a pull request changes",
    on: "pullRequest",
    history: "base",
    calls: [check(provider), `matrix --shards ${settings.shards} ${AFFECTED}{domain}`],
    isMatrix: true,
    shards: 1,
    minutes: 15,
  };
  return [divide, { ...verify(settings, "--only {services}{domain}"), sharedBy: divide.name }];
}

const check = (provider: string) => `ci --provider ${provider} --check`;

/** @param chosen which services. */
function verify({ verify }: CiSettings, chosen: string): Job {
  return {
    name: "verify",
    title: "Test and build what a pull request changes",
    on: "pullRequest",
    calls: [
      `test-all ${chosen} --junit ${REPORTS}/test.xml`,
      `build-all${verify ? " --check" : ""} ${chosen} --junit ${REPORTS}/build.xml --dotenv ${REPORTS}/images.env`,
    ],
    shards: 1,
    builds: true,
    minutes: 60,
  };
}

/** One job builds and publishes everything. */
function published(settings: CiSettings): Job[] {
  return [publish(settings, "")];
}

/** As many jobs as there are shards build and upload; when all are through, one gives the tags. */
function collected(settings: CiSettings): Job[] {
  const { publish: environment, shards } = settings;
  const all = publish(settings, " --collect");
  const upload: Job = {
    ...all,
    name: "upload",
    title: `Upload for ${environment}`,
    calls: [
      `publish-all --environment ${environment} --shard {shard} {registry} --junit ${REPORTS}/upload.xml`,
    ],
    shards,
    uploads: true,
  };
  return [upload, { ...all, after: upload.name }];
}

/** @param how more words of the call. */
function publish({ publish: environment }: CiSettings, how: string): Job {
  return {
    name: "publish",
    title: `Publish to ${environment}`,
    on: "main",
    history: "tags",
    calls: [
      `publish-all --environment ${environment}${how} {registry} --junit ${REPORTS}/publish.xml --dotenv ${REPORTS}/images.env`,
    ],
    environment,
    shards: 1,
    builds: true,
    minutes: 60,
  };
}

function promote({ publish: from, promote: to, approval }: CiSettings): Job {
  return {
    name: "promote",
    title: `Promote to ${to}`,
    on: "tag",
    calls: [`promote --from ${from} --to ${to} --version {tag} --revision {revision} {registry}`],
    environment: to,
    approval,
    shards: 1,
    minutes: 15,
  };
}

/** Which one of its kind each of a job's copies is, from 1. */
export function shardsOf({ shards }: Job): number[] {
  return Array.from({ length: shards }, (_, at) => at + 1);
}

/** The pattern of tags as an expression that a whole tag matches: `v*` is `/^v.*$/`. */
export function tagExpression(pattern: string): string {
  return `/^${pattern.replace(/[./]/g, "\\$&").replace("*", ".*")}$/`;
}
