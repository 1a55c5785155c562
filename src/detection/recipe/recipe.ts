import { type ImageStage, imageStages } from "../../dockerfile/image.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { recipeFile } from "./recipe-file.ts";

/** A service's own recipe of a container, read as facts where another language builds the service. */
export interface Recipe {
  /** `Dockerfile`, relative to the service's directory. */
  file: string;
  stages: ImageStage[];
  /** The last of the stages. */
  image: ImageStage;
}

/** The recipe in a service's directory, or the one elsewhere that builds it, where it makes an image at all. */
export function recipeOf(tree: Snapshot): Recipe | undefined {
  const file = recipeFile(tree);
  const stages = (file && tree.parsed(file, imageStages)) || [];
  const image = stages.at(-1);
  return file && image ? { file, stages, image } : undefined;
}

/** An earlier stage, by its name or number. */
export function stageNamed({ stages }: Recipe, name: string): ImageStage | undefined {
  return stages.find((stage) => stage.name?.toLowerCase() === name.toLowerCase()) ?? stages[Number(name)];
}

/** Whether a stage compiles: what it holds is not what its author would ship alone. */
export function compiles({ base, runs }: ImageStage): boolean {
  const command = /\b(go (build|install)|cargo (build|install)|mvnw? |gradlew? |sbt |javac |gcc |make\b)/;
  return (
    /(^|\/)(golang|rust|maven|gradle|sbt)(:|$)/.test(base) || runs.some(({ value }) => command.test(value))
  );
}
