import { type Detection, fact, type Overrides, present } from "../../detection/detection.ts";
import { exposedPort } from "../../detection/ports.ts";
import { RECIPES } from "../../detection/recipe/recipe-file.ts";
import { stageLine, userDockerfileFaults, userStages } from "../../dockerfile/user-dockerfile.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact, FactField } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import { contextFact } from "./context.ts";

/** A service with a Dockerfile of its own, where nothing else tells a language. */
export function detectDockerfile(tree: Snapshot, given: Overrides = {}): Detection | undefined {
  const found = RECIPES.find((name) => tree.has(name));
  const file = given.entrypoint ? join(".", given.entrypoint) : found;
  if (!file) return undefined;
  const text = tree.text(file);
  const faults = text === undefined ? unread(tree, file) : userDockerfileFaults(file, text);
  const facts = present([
    ...(text === undefined || faults.length ? [] : stageFacts(tree, file, text)),
    found && fact(tree, "entrypoint", found, found),
    exposedPort(tree),
    text !== undefined && contextFact(tree, file),
  ]);
  // Any language's descriptor may have an entry point: one that is no Dockerfile's is this one's only where no other is.
  const isRecipe = tree.has(file) || /dockerfile/i.test(file);
  return { manifest: found ?? file, rank: isRecipe ? "recipe" : "page", facts, faults };
}

/** One that isn't there is a fault of the entry point. */
function unread(tree: Snapshot, file: string): Fault[] {
  const message = "is read only if its name has Dockerfile in it";
  return tree.has(file) ? [{ file, message, hint: "rename it" }] : [];
}

/** Stages that have tested, or linted, when they are built. */
function stageFacts(tree: Snapshot, file: string, text: string): Fact[] {
  const names = userStages(text).map(({ name }) => name);
  const of = (field: FactField, wanted: RegExp) => {
    const name = names.find((each) => wanted.test(each));
    return name && fact(tree, field, ["docker", "build", "--target", name], file, stageLine(text, name));
  };
  return present([of("testCommand", /^tests?$/i), of("lintCommand", /^lint$/i)]);
}
