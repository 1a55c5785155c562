import { stringify } from "yaml";
import type { Snapshot } from "../../files/snapshot.ts";
import { faultText } from "../../yaml/fault.ts";
import type { Repository } from "../repository.ts";
import { registryNamed } from "./registry.ts";

/** A `multistage.yaml` that says what files tell, and leaves open what they don't. */
export function settingsText(snapshot: Snapshot, repository: Repository, said?: string): string {
  const found = said === undefined ? registryNamed(snapshot, repository.services) : undefined;
  const registry = said ?? found?.registry;
  return [
    "# Where images go, and what is a service. Every line may be left out.",
    registry === undefined
      ? "# registry: HOST/PREFIX"
      : `${stringify({ registry }).trim()}${found ? ` # from ${found.from}` : ""}`,
    "environments:",
    "  testing: {}",
    "  production: {}",
    ...unclear(repository),
    "",
  ].join("\n");
}

/** Directories of which nothing can be built as they are: only their team knows whether they are services. */
function unclear({ services, faults }: Repository): string[] {
  const lines = services.flatMap(({ path }) => {
    const fault = faults.find(({ service }) => service === path);
    return fault && path !== "."
      ? [`#   - ${JSON.stringify(`!${path}`)} # ${faultText(fault).split("\n")[0]}`]
      : [];
  });
  return lines.length ? ["# What is none, if these are none:", "# services:", ...lines] : [];
}
