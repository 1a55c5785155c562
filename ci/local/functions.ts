import type { Callable, Flags, Values } from "./arguments.ts";
import { affected, buildAll, testAll } from "./commands/all.ts";
import { artifact, build, lint, test } from "./commands/build.ts";
import { pin } from "./commands/pin.ts";
import { dockerfile, planAll, services } from "./commands/plan.ts";
import { promote } from "./commands/promote.ts";
import { publish, publishAll } from "./commands/publish.ts";
import { rollback } from "./commands/rollback.ts";
import {
  AFFECTED,
  ALL_SERVICES,
  ARTIFACT,
  BUILD,
  DOCKERFILE,
  PLAN,
  PROMOTE,
  PUBLISH,
  PUBLISH_ALL,
  ROLLBACK,
  RUN_ALL,
  TEST,
} from "./flags.ts";
import type { Chain, Output } from "./prepare.ts";

export interface LocalFunction extends Callable {
  verbs: Record<string, Flags>;
  run(values: Values, chain?: Chain): Promise<Output>;
}

const EXPORT: Flags = { path: { type: "string", help: "where to write", required: true } };
const ADDRESS: Flags = { address: { type: "string", help: "registry, name and tag", required: true } };
const IMAGE = { export: EXPORT, publish: ADDRESS, terminal: {} };

/** What `daggerw call` can call without Dagger: the same names and flags as the module's functions. */
export const FUNCTIONS: Record<string, LocalFunction> = {
  services: {
    help: "lists the services and what was detected",
    flags: ALL_SERVICES,
    verbs: {},
    run: services,
  },
  plan: { help: "shows what would be built, from what and why", flags: PLAN, verbs: {}, run: planAll },
  build: { help: "builds a service's image", flags: BUILD, verbs: IMAGE, run: build },
  artifact: {
    help: "the files that cross into the image",
    flags: ARTIFACT,
    verbs: { export: EXPORT },
    run: artifact,
  },
  test: { help: "runs a service's own tests", flags: TEST, verbs: {}, run: test },
  lint: { help: "runs a service's linter", flags: TEST, verbs: {}, run: lint },
  dockerfile: { help: "prints the multi-stage Dockerfile", flags: DOCKERFILE, verbs: {}, run: dockerfile },
  "build-all": { help: "builds all services at once", flags: RUN_ALL, verbs: {}, run: buildAll },
  "test-all": { help: "tests all services at once", flags: RUN_ALL, verbs: {}, run: testAll },
  publish: { help: "builds and publishes a service's image", flags: PUBLISH, verbs: {}, run: publish },
  "publish-all": { help: "publishes all services at once", flags: PUBLISH_ALL, verbs: {}, run: publishAll },
  promote: {
    help: "moves images to another environment by digest",
    flags: PROMOTE,
    verbs: {},
    run: promote,
  },
  rollback: {
    help: "gives an environment an earlier release back",
    flags: ROLLBACK,
    verbs: {},
    run: rollback,
  },
  affected: {
    help: "the services that a change concerns, and why",
    flags: AFFECTED,
    verbs: {},
    run: affected,
  },
  pin: {
    help: "the bases' digests, for bases.lock",
    flags: ALL_SERVICES,
    verbs: { export: EXPORT },
    run: pin,
  },
};
