import { dag } from "@dagger.io/dagger";
import { badInput } from "../failure.ts";
import type { Snapshot } from "../files/snapshot.ts";

/** A file that no other repository has at this path. */
const OURS = "src/module/own-sources.ts";

/**
 * Whoever names the module by its address and gives no `--source` gets the module's own repository: its example services
 * would be built, or published under the caller's names.
 *
 * @throws a `Failure` (exit 2) where the sources are the module's own, and the caller stands in another repository.
 */
export async function refuseOwnSources(snapshot: Snapshot): Promise<void> {
  if (!snapshot.has(OURS)) return;
  const workspace = dag.currentWorkspace();
  const [repository, own] = await Promise.all([workspace.findUp(".git"), workspace.findUp(OURS)]);
  if (repository && !own)
    throw badInput(
      "these are multistage's own services, and the call comes from another repository",
      "--source . names that one; `dagger toolchain install` makes it the default",
    );
}
