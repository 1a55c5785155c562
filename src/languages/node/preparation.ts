import { shellWord } from "../../dockerfile/script.ts";
import { relative } from "../../files/paths.ts";
import type { Microservice } from "../../microservice.ts";
import type { Kit, Stage } from "../../stage.ts";
import { withSources } from "../sources.ts";
import { withSteps } from "./install.ts";
import { noting } from "./layout.ts";

/** Sources, and what runs before their build: a package's own scripts, builds of the packages that it needs. */
export function withPreparation<C extends Stage>(stage: C, kit: Kit<C>, service: Microservice): C {
  const steps = (service.preparation ?? []).map((line) => {
    const [, directory = ".", command = ""] = /^(.+?): (.+)$/.exec(line) ?? [];
    const place = directory === service.path ? [] : [`cd ${shellWord(placeOf(service, directory))}`];
    return [...place, scripted(service, command.split(" "))];
  });
  return withSteps(withSources(stage, kit, service), steps);
}

/** Where a directory of the source root lies in a build stage. */
function placeOf({ inputs, path }: Microservice, directory: string): string {
  const inside = inputs.length ? directory : relative(path, directory);
  return inside === "." ? "/src" : `/src/${inside}`;
}

/** A command of the build; noted, where an image gets what it does to packages. */
export function scripted({ bundle, language }: Microservice, words: string[]): string {
  const command = words.map(shellWord).join(" ");
  return bundle || language !== "node" ? command : noting(command);
}
