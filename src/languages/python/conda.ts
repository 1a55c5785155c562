import type { Detection } from "../../detection/detection.ts";
import type { Snapshot } from "../../files/snapshot.ts";

/** What conda and Pixi read: packages of a distribution of their own, which no base has. */
export const CONDA = ["environment.yml", "environment.yaml", "pixi.toml"];

/** A program whose packages only conda knows: what mends it is told, or a Dockerfile beside it builds it. */
export function condaDetection(tree: Snapshot): Detection | undefined {
  const file = CONDA.find((name) => tree.has(name));
  if (!file || !tree.find(/^([^/]+\/){0,2}[^/]+\.py$/).length) return undefined;
  const message = "conda's packages can't be installed here";
  const hint = "list those that pip installs in a requirements.txt, or write a Dockerfile beside it";
  return {
    manifest: file,
    rank: "service",
    facts: [],
    leftToRecipe: true,
    faults: [{ file, message, hint }],
  };
}
