import type { Snapshot } from "../descriptor/snapshot.ts";
import { exposedPort, RECIPES } from "./container.ts";
import { type Detection, fact, type Given, present } from "./detection.ts";

/** A service with a Dockerfile of its own, where nothing else tells a language. */
export function detectDockerfile(tree: Snapshot, given: Given = {}): Detection | undefined {
  const file = RECIPES.find((name) => tree.has(name));
  if (!file && !given.entrypoint) return undefined;
  // Built, its stage of tests has run them.
  const tests = /^FROM\s.*\sAS\s+tests?\s*$/im;
  const target = file && /(\S+)\s*$/.exec(tests.exec(tree.text(file) ?? "")?.[0] ?? "")?.[1];
  const facts = present([
    file && target && fact(tree, "testCommand", ["docker", "build", "--target", target], file, tests),
    file && fact(tree, "entrypoint", file, file),
    exposedPort(tree),
  ]);
  return { manifest: file ?? (given.entrypoint as string), rank: "recipe", facts };
}
