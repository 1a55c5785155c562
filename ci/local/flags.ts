import { STAGE_NAMES } from "../../src/pipeline/plan.ts";
import type { Flags } from "./arguments.ts";
import { ENGINES } from "./engine.ts";

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
  frozen: { type: "boolean", help: "refuse bases that bases.lock does not have" },
};
const SERVICE: Flags = {
  service: { type: "string", help: "name of the service; may be left out where there is only one" },
};
const LOCAL: Flags = {
  engine: { type: "string", help: "what builds", choices: ENGINES, localOnly: true },
  json: { type: "boolean", help: "print the result as data", localOnly: true },
  progress: { type: "string", help: "auto or plain", choices: ["auto", "plain"], localOnly: true },
};

export const ALL_SERVICES: Flags = { ...SOURCE, ...LOCAL };
export const PLAN: Flags = { ...SOURCE, ...ENVIRONMENT, ...BASES, ...LOCAL };
export const DOCKERFILE: Flags = {
  ...SERVICE,
  ...PLAN,
  stage: { type: "string", help: "the stage to end in", choices: STAGE_NAMES, default: "runtime" },
};
const SECRETS: Flags = {
  secret: { type: "list", help: "a build secret: NAME=env:VARIABLE or NAME=file:PATH" },
};
export const BUILD: Flags = { ...DOCKERFILE, ...SECRETS };
export const ARTIFACT: Flags = { ...SERVICE, ...PLAN, ...SECRETS };
