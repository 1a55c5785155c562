import type { Snapshot } from "../descriptor/snapshot.ts";
import type { Fact, FactField } from "../microservice.ts";
import { exposedPort, RECIPES } from "./container.ts";
import { type Detection, fact, type Given, present } from "./detection.ts";

/** A service with a Dockerfile of its own, where nothing else tells a language. */
export function detectDockerfile(tree: Snapshot, given: Given = {}): Detection | undefined {
  const file = RECIPES.find((name) => tree.has(name));
  if (!file && !given.entrypoint) return undefined;
  const facts = present([
    file && stageFact(tree, file, "testCommand", /^FROM\s.*\sAS\s+tests?\s*$/im),
    file && stageFact(tree, file, "lintCommand", /^FROM\s.*\sAS\s+lint\s*$/im),
    file && fact(tree, "entrypoint", file, file),
    exposedPort(tree),
  ]);
  return { manifest: file ?? (given.entrypoint as string), rank: "recipe", facts };
}

/** A stage that has tested, or linted, when it is built. */
function stageFact(tree: Snapshot, file: string, field: FactField, line: RegExp): Fact | undefined {
  const target = /(\S+)\s*$/.exec(line.exec(tree.text(file) ?? "")?.[0] ?? "")?.[1];
  return target ? fact(tree, field, ["docker", "build", "--target", target], file, line) : undefined;
}
