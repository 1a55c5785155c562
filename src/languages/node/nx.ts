import type { Detection } from "../../detection/detection.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { readJson } from "../../manifests/json.ts";

/** What Nx calls a project's own settings. */
export const PROJECT = "project.json";

/** Whether Nx says that a directory is an application. https://nx.dev/reference/project-configuration */
export function isNxApplication(tree: Snapshot): boolean {
  return readJson<{ projectType: unknown }>(tree, PROJECT)?.value.projectType === "application";
}

/** An application without a package.json of its own: the root's makes it, and nothing here says how it starts. */
export function nxApplication(tree: Snapshot): Detection | undefined {
  if (!isNxApplication(tree)) return undefined;
  const message = "Nx builds this application from the root's package.json, and nothing says how it starts";
  const hint = "give it a package.json with a start script, or a Dockerfile";
  return { manifest: PROJECT, facts: [], faults: [{ file: PROJECT, message, hint }] };
}
