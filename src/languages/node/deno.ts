import type { Detection } from "../../detection/detection.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { yamlField } from "./package.ts";

/** Deno's settings. https://docs.deno.com/runtime/fundamentals/configuration/ */
export const DENO_FILES = ["deno.json", "deno.jsonc"];

/** Tasks that start something. */
const STARTING = ["start", "serve", "server", "dev"];

/** A directory that only Deno can run: said so, since no base has it; a Dockerfile beside it is built instead. */
export function denoProject(tree: Snapshot): Detection | undefined {
  const manifest = DENO_FILES.find((file) => tree.has(file));
  if (!manifest) return undefined;
  const tasks = yamlField(tree.text(manifest), "tasks");
  const isStarted =
    STARTING.some((name) => name in Object(tasks)) || tree.find(/^(src\/)?(main|server)\.tsx?$/).length > 0;
  if (!isStarted) return undefined;
  const message = "Deno runs it, which no base has";
  const hint = "build it by its own Dockerfile, or give it a package.json that Node starts it by";
  return { manifest, facts: [], faults: [{ file: manifest, message, hint }], leftToRecipe: true };
}
