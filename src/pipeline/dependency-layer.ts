import { imageStages } from "../dockerfile/image.ts";
import { neededStages } from "../dockerfile/needed-stages.ts";
import type { RecordedStage } from "../dockerfile/record.ts";
import { recordingKit } from "../dockerfile/recording-kit.ts";
import { dockerfileText } from "../dockerfile/stages.ts";
import { userStages } from "../dockerfile/user-dockerfile.ts";
import { languageNamed } from "../languages/table.ts";
import type { PlannedService } from "./plan.ts";

const STAGE = "dependencies";

/** All that the image of a stage `dependencies` depends on, besides what its bases are. */
export interface DependencyLayer {
  /** Its Dockerfile, as every domain writes it. */
  recipe: string;
  /** What is copied into it: paths of the source root. */
  sources: string[];
}

/**
 * What a plan's stage `dependencies` is made of.
 *
 * @returns undefined where the plan has no such stage before its last, or nothing of the sources decides what is in it.
 */
export function dependencyLayer({ recipe, stage }: PlannedService): DependencyLayer | undefined {
  const stages = neededStages(userStages(recipe), STAGE);
  if (stage === STAGE || !stages.length) return undefined;
  const text = stages.map((one) => one.text?.trim()).join("\n\n");
  const copied = imageStages(text).flatMap(({ copies }) => copies.filter(({ from }) => from === undefined));
  const sources = [...new Set(copied.flatMap((copy) => copy.sources))].sort();
  return sources.length ? { recipe: text, sources } : undefined;
}

/** The plan that ends in the stage `dependencies`. */
export function untilDependencies(planned: PlannedService): PlannedService {
  return withStages({ ...planned, stage: STAGE }, neededStages(planned.stages, STAGE));
}

/** The same plan on an image that is what the stage `dependencies` would become. */
export function onDependencies(planned: PlannedService, address: string): PlannedService {
  const taken = { name: STAGE, base: address, instructions: [] };
  const stages = planned.stages.map((one) => (one.name === STAGE ? taken : one));
  const last = stages.at(-1)?.name ?? STAGE;
  const { bases, ...rest } = withStages(planned, neededStages(stages, last));
  return { ...rest, bases: [...bases, { name: STAGE, address }], dependencies: address };
}

/** Cache mounts that are in force after the stage `dependencies`: its image doesn't tell of them. */
export function cachesOf({ declared, domain }: PlannedService): { path: string; key: string }[] {
  const kit = recordingKit(declared, () => "", { domain });
  const mounted = new Map<string, string>();
  const stage = languageNamed(declared.language).dependencies(kit, declared);
  for (const step of stepsOf(stage)) {
    if (step.verb === "cache") mounted.set(step.path, step.key);
    if (step.verb === "unmount") mounted.delete(step.path);
  }
  return [...mounted].map(([path, key]) => ({ path, key }));
}

function stepsOf(end: RecordedStage): RecordedStage["step"][] {
  const steps: RecordedStage["step"][] = [];
  for (let at: RecordedStage | undefined = end; at; at = at.parent) steps.unshift(at.step);
  return steps;
}

function withStages(planned: PlannedService, stages: PlannedService["stages"]): PlannedService {
  const dockerfile = dockerfileText(stages, [`${planned.service.name}, in part`]);
  const bases = planned.bases.filter(({ address }) => dockerfile.includes(address));
  return { ...planned, stages, dockerfile, bases };
}
