import { instructionsOf } from "../../../src/dockerfile/parse.ts";
import type { DockerfileStage } from "../../../src/dockerfile/stage.ts";
import { badInput } from "../../../src/failure.ts";
import { byNumbers } from "../../../src/manifests/version-order.ts";

/**
 * Buildah up to 1.32 takes the lines of a here-document for instructions, and builds something else without a word.
 *
 * @param version as `buildah --version` says it: `buildah version 1.33.2 (…)`.
 * @throws a `Failure` (exit 2) where a service's own Dockerfile has one and this buildah is as old.
 */
export function refuseHereDocuments(stages: DockerfileStage[], version: string): void {
  const instructions = stages.flatMap(({ text }) => (text === undefined ? [] : instructionsOf(text)));
  const found = instructions.find(({ documents }) => documents.length);
  if (!found || readsHereDocuments(version)) return;
  throw badInput(
    `this buildah can't read the here-document of its Dockerfile: ${found.joined}`,
    "copy a file, or use && between commands; buildah 1.33 and --engine docker can",
  );
}

/** Whether a buildah is new enough. */
export function readsHereDocuments(version: string): boolean {
  const found = /\d+\.\d+/.exec(version)?.[0];
  return found !== undefined && byNumbers(found, "1.33") >= 0;
}
