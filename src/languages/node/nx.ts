import type { Detection } from "../../detection/detection.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { readJson } from "../../manifests/json.ts";

/** What Nx calls a project's own settings. */
const NX_PROJECT = "project.json";

interface Target {
  executor?: unknown;
  command?: unknown;
}

/** https://nx.dev/nx-api/nx/executors/run-commands */
function isCommand(target: Target | undefined): boolean {
  return target?.executor === "nx:run-commands" || typeof target?.command === "string";
}

/** Whether Nx says that a directory is an application. https://nx.dev/reference/project-configuration */
export function isNxApplication(tree: Snapshot): boolean {
  return readJson<{ projectType: unknown }>(tree, NX_PROJECT)?.value.projectType === "application";
}

/** Targets that make or run something: others deploy, check, or lint what is made elsewhere. */
const MAKING = ["build", "serve", "start", "dev"];

/**
 * An application without a package.json of its own: the root's makes it, and nothing here says how it starts. Where
 * its targets only run another ecosystem's commands, that one's manifest beside it says what it is.
 */
export function nxApplication(tree: Snapshot): Detection | undefined {
  if (!isNxApplication(tree)) return undefined;
  const targets = Object.entries(
    readJson<{ targets: Record<string, Target> }>(tree, NX_PROJECT)?.value.targets ?? {},
  );
  const making = targets.filter(([name, target]) => MAKING.includes(name) && !isCommand(target));
  // Nx guesses targets from settings files, so that none may be said at all.
  if (targets.length && !making.length) return { manifest: NX_PROJECT, rank: "tooling", facts: [] };
  const message = "Nx builds this application from the root's package.json, and nothing says how it starts";
  const hint = "give it a package.json with a start script, or a Dockerfile";
  return { manifest: NX_PROJECT, facts: [], faults: [{ file: NX_PROJECT, message, hint }] };
}
