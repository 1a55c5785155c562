import { createHash } from "node:crypto";
import { TRUSTED } from "../cache/domain.ts";
import { recordingKit } from "../dockerfile/recording-kit.ts";
import type { DockerfileStage } from "../dockerfile/stage.ts";
import { dockerfileStages, dockerfileText } from "../dockerfile/stages.ts";
import { dockerignoreOf } from "../dockerfile/user-dockerfile.ts";
import { badInput } from "../failure.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { crosses, type Language } from "../languages/language.ts";
import { languageNamed } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import type { Stage } from "../stage.ts";
import { assemble, type Pipeline } from "./assemble.ts";

/** Stages of a pipeline that a build may end in. */
export const STAGE_NAMES = [
  "dependencies",
  "build",
  "test",
  "lint",
  "package",
  "artifact",
  "runtime",
] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** What would be built for one service, and why it would or wouldn't be built again. */
export interface PlannedService {
  /** With the environment's differences. */
  service: Microservice;
  /** As its descriptor and files say, without them. */
  declared: Microservice;
  environment: string;
  /** The image's, where it is not the builder's own. */
  platform?: string;
  /** Whose caches the build uses. */
  domain: string;
  stage: StageName;
  /** The stages in build order, the wanted one last. */
  stages: DockerfileStage[];
  dockerfile: string;
  /** The Dockerfile without its heading, as every domain writes it: what the result depends on. */
  recipe: string;
  /** Directory that `COPY` reads, relative to the source root: only a service's own Dockerfile has another. */
  context: string;
  /** Text of what that Dockerfile ignores; empty for others. */
  ignored: string;
  /** The bases it starts from, each once. */
  bases: PlannedBase[];
  /** Image that stands for the stage `dependencies`, where another build made that. */
  dependencies?: string;
}

/** A base by its name in `bases.yaml`, and the image it stands for. */
export interface PlannedBase {
  name: string;
  version?: string;
  address: string;
}

/** What a plan depends on besides the service. */
export interface PlanInputs {
  environment: string;
  /** `linux/arm64`: the image's platform, where it is not the builder's own. */
  platform?: string;
  /** Whose caches the build uses; the trusted sources' by default. */
  domain?: string;
  /** The languages that there are; those of the table by default. */
  languages?: readonly Language[];
  /** Where to stop; `runtime`, the image, by default. */
  stage?: StageName;
  /** The image that a base stands for. */
  address(base: string, version?: string): string;
  snapshot: Snapshot;
}

/**
 * Decides everything about one build and does nothing.
 *
 * @param service as detected, @param resolved with the environment's differences.
 */
export function planService(
  service: Microservice,
  resolved: Microservice,
  inputs: PlanInputs,
): PlannedService {
  const { snapshot, environment, platform, domain = TRUSTED, stage = "runtime" } = inputs;
  const language = languageNamed(service.language, inputs.languages);
  const bases = new Map<string, PlannedBase>();
  const kit = recordingKit(
    service,
    (name, version) => {
      const address = inputs.address(name, version);
      bases.set(address, { name, version, address });
      return address;
    },
    { read: (path) => snapshot.text(path), platform, domain, crossCompiles: crosses(language, service) },
  );
  const pipeline = assemble(kit, language, service, resolved);
  const stages = dockerfileStages(stageOf(pipeline, stage, service), snapshot);
  const dockerfile = dockerfileText(stages, heading(service, environment, platform));
  // Names of caches hold the domain, and what is built doesn't depend on them.
  const trusted = () => planService(service, resolved, { ...inputs, domain: TRUSTED }).recipe;
  return {
    service: resolved,
    declared: service,
    environment,
    platform,
    domain,
    stage,
    stages,
    dockerfile,
    recipe: domain === TRUSTED ? dockerfileText(stages, []) : trusted(),
    ...(language.ownContext ? ownContext(resolved, inputs) : { context: ".", ignored: "" }),
    bases: [...bases.values()].filter(({ address }) => dockerfile.includes(address)),
  };
}

/**
 * Changes exactly when the result may: recipe, bases, arguments, contents, platform. Equal on every machine and in every
 * domain; which images the names of its bases stand for isn't in it.
 *
 * @param contents digest of the contents of the service's directory and inputs.
 * @param own the platform of the builder.
 */
export function keyOf({ recipe, platform }: PlannedService, contents: string, own: string): string {
  return createHash("sha256")
    .update(`${platform ?? own}\n${recipe}\n${contents}`)
    .digest("hex");
}

/** Name and tag on a machine: `localhost/api:development`, `localhost/api:development-linux-arm64`. */
export function referenceOf({ service, environment, stage, platform }: PlannedService): string {
  const differences = [stage === "runtime" ? undefined : stage, platform?.replaceAll("/", "-")];
  return `localhost/${service.name}:${[environment, ...differences].filter(Boolean).join("-")}`;
}

function ownContext(
  { path, context = path, entrypoint = "Dockerfile" }: Microservice,
  { snapshot }: PlanInputs,
) {
  const read = (file: string) => snapshot.text(file);
  return { context, ignored: dockerignoreOf(join(path, entrypoint), context, read) };
}

/**
 * The stage of a service's pipeline by name; where a language packages nothing, `package` is its build.
 *
 * @throws a `Failure` (exit 2) where a service is to be linted that has no linter.
 */
export function stageOf<C extends Stage>(
  pipeline: Pipeline<C>,
  stage: StageName,
  { name, path }: Microservice,
): C {
  const found = pipeline[stage] ?? (stage === "package" ? pipeline.build : undefined);
  if (found) return found;
  throw badInput(
    `${name} has nothing to ${stage} with`,
    `say \`${stage}: [COMMAND]\` in ${path}/service.yaml`,
  );
}

function heading({ name, language, path }: Microservice, environment: string, platform?: string): string[] {
  const where = path === "." ? "the repository's root" : path;
  return [
    `${name}: ${language}, from ${where}, for ${[environment, platform].filter(Boolean).join(" on ")}.`,
    `Build it from the source root: docker build ${platform ? `--platform ${platform} ` : ""}--file Dockerfile .`,
  ];
}
