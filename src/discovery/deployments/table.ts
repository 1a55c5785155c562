import { globs } from "../../files/globs.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { excludedBy } from "../excluded-directories.ts";
import { bake } from "./bake.ts";
import { compose } from "./compose.ts";
import type { Build, Deployment } from "./deployment.ts";
import { skaffold } from "./skaffold.ts";
import { tilt } from "./tilt.ts";

/** Every kind of file that says which images are built. */
const DEPLOYMENTS: readonly Deployment[] = [compose, skaffold, bake, tilt];

/** The files that they read, as globs; `.env` is what compose fills in from. */
export const DEPLOYMENT_FILES = [...DEPLOYMENTS.flatMap(({ names }) => names), ".env"].map(
  (name) => `**/${name}`,
);

const known = new WeakMap<readonly string[], Build[]>();

/** Every image that the repository's own deployment files build; those of tests and examples don't count. Read once. */
export function builds(root: Snapshot): Build[] {
  const { paths } = root;
  const found = known.get(paths) ?? read(root, paths);
  known.set(paths, found);
  return found;
}

function read(snapshot: Snapshot, paths: string[]): Build[] {
  const isOne = globs(DEPLOYMENT_FILES);
  const files = paths.filter(
    (path) => isOne(path) && !excludedBy(path) && !/[._-](tests?|e2e|ci)\b/.test(path),
  );
  return DEPLOYMENTS.flatMap((deployment) => {
    const isKind = globs(deployment.names.map((name) => `**/${name}`));
    return files.filter(isKind).flatMap((file) => deployment.builds(snapshot, file));
  });
}
