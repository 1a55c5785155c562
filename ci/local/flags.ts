import { STAGE_NAMES } from "../../src/pipeline/plan.ts";
import type { Flags } from "./arguments.ts";
import { ENGINES } from "./builders/engine.ts";

/** Flags that several functions take, in the words of the Dagger module's arguments. */
const SOURCE: Flags = {
  source: { type: "string", help: "directory of the repository", default: "." },
};
const ENVIRONMENT: Flags = {
  environment: {
    type: "string",
    help: "development, testing, production or a team's own",
    default: "development",
  },
};
const BASES: Flags = {
  bases: { type: "string", help: "where bases come from", choices: ["registry", "debian"] },
  frozen: {
    type: "boolean",
    help: "refuse bases that bases.lock does not have, and packages that no lockfile pins",
  },
};
const SERVICE: Flags = {
  service: { type: "string", help: "name of the service; may be left out where there is only one" },
};
const DOMAIN: Flags = {
  domain: {
    type: "string",
    help: "whose caches are used: main, or an untrusted source's, as pr-12; by default what the CI's variables say",
    localOnly: true,
  },
};
const LOCAL: Flags = {
  engine: { type: "string", help: "what builds", choices: ENGINES, localOnly: true },
  json: { type: "boolean", help: "print the result as data", localOnly: true },
  progress: { type: "string", help: "auto or plain", choices: ["auto", "plain"], localOnly: true },
};

export const ALL_SERVICES: Flags = { ...SOURCE, ...LOCAL };
export const PLAN: Flags = { ...SOURCE, ...ENVIRONMENT, ...BASES, ...DOMAIN, ...LOCAL };
const PLATFORM: Flags = {
  platform: { type: "string", help: "the image's platform, as linux/arm64; the builder's own by default" },
};
export const DOCKERFILE: Flags = {
  ...SERVICE,
  ...PLAN,
  ...PLATFORM,
  stage: { type: "string", help: "the stage to end in", choices: STAGE_NAMES, default: "runtime" },
};
const SECRETS: Flags = {
  secret: { type: "list", help: "a build secret: NAME=env:VARIABLE or NAME=file:PATH" },
};
export const BUILD: Flags = { ...DOCKERFILE, ...SECRETS };
const ONE: Flags = { ...SERVICE, ...PLAN, ...SECRETS };
export const ARTIFACT: Flags = { ...ONE, ...PLATFORM };
export const TEST: Flags = ONE;

const CHOICE: Flags = {
  only: { type: "list", help: "names of services; what they need is added" },
  exclude: { type: "list", help: "names of services to leave out; refused where a chosen one needs it" },
  "affected-since": { type: "string", help: "only what changed since a commit, branch or tag; or last-run" },
  shard: { type: "string", help: "i/n: the i-th of n parts" },
};
const FAN_OUT: Flags = {
  concurrency: { type: "string", help: "most services at once; by default what cores and memory allow" },
  "fail-fast": { type: "boolean", help: "start nothing more after the first failure" },
  "step-timeout": { type: "string", help: "seconds that a step may take", localOnly: true },
  junit: { type: "string", help: "file for a JUnit report", localOnly: true },
  dotenv: { type: "string", help: "file for digests as GitLab reads them", localOnly: true },
};
export const RUN_ALL: Flags = { ...CHOICE, ...PLAN, ...SECRETS, ...FAN_OUT };
export const AFFECTED: Flags = {
  since: { type: "string", help: "commit, branch or tag; or last-run", required: true },
  ...ALL_SERVICES,
};

const REGISTRY: Flags = {
  registry: { type: "string", help: "HOST/PREFIX that images go to; by default what multistage.yaml says" },
  "registry-username": { type: "string", help: "who logs in to the registry" },
  "registry-password": { type: "string", help: "the password: env:VARIABLE or file:PATH" },
  "plain-http": { type: "boolean", help: "speak plain HTTP to other machines, too" },
};
const VERSION: Flags = {
  version: { type: "string", help: "version to publish; by default a git tag on the revision" },
  latest: { type: "boolean", help: "also move the tag latest" },
};
const REVISION: Flags = {
  revision: { type: "string", help: "full revision of the sources, where git can't tell" },
};
export const PUBLISH: Flags = { ...ONE, ...REGISTRY, ...VERSION, ...REVISION };
export const PUBLISH_ALL: Flags = {
  ...RUN_ALL,
  ...REGISTRY,
  ...VERSION,
  ...REVISION,
  independent: { type: "boolean", help: "tag each image when it is up, whatever becomes of the others" },
};

const RELEASED: Flags = { ...SOURCE, ...REGISTRY, ...LOCAL };
export const PROMOTE: Flags = {
  from: { type: "string", help: "environment that has the images", required: true },
  to: { type: "string", help: "environment that gets them", required: true },
  service: { type: "string", help: "only this service" },
  revision: { type: "string", help: "refuse images of any other revision" },
  build: { type: "boolean", help: "build services anew that declare differences", localOnly: true },
  ...VERSION,
  ...RELEASED,
  ...localOnly(BASES),
  ...localOnly(SECRETS),
};
export const ROLLBACK: Flags = {
  environment: { type: "string", help: "environment to roll back", required: true },
  to: { type: "string", help: "release to return to; the one before by default" },
  ...RELEASED,
};

/** Flags that Dagger's function hasn't. */
function localOnly(flags: Flags): Flags {
  return Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, { ...flag, localOnly: true }]),
  );
}
