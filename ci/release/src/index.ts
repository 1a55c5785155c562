/**
 * A team's release, composed of multistage's functions: test, build within the budget, hold to the team's
 * own rule, publish.
 */
import { argument, type Directory, dag, func, type MultistageServiceImage, object } from "@dagger.io/dagger";

@object()
export class Release {
  /**
   * Publishes every service, or none: the first failure ends the release before anything is pushed
   *
   * @param source The repository
   * @param registry HOST/PREFIX that images go to
   * @param version Tag of the release
   * @returns The published references, with their digests
   */
  @func({ cache: "never" })
  async publish(
    @argument({ defaultPath: "/", ignore: ["**/.git", "**/node_modules"] }) source: Directory,
    registry: string,
    version: string,
  ): Promise<string[]> {
    const images = await dag.multistage().images({ source, environment: "production", tested: true });
    await Promise.all(images.map(refuseRoot));
    return Promise.all(
      images.map(async (built) => built.image().publish(`${registry}/${await built.service()}:${version}`)),
    );
  }
}

/** The team's own gate. */
async function refuseRoot(built: MultistageServiceImage): Promise<void> {
  const user = await built.image().user();
  if (/^(root|0)?(:|$)/.test(user)) throw new Error(`${await built.service()} runs as root`);
}
