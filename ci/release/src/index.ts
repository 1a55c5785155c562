/**
 * A team's release, composed of multistage's functions: test, build, hold to the budget, publish.
 */
import { argument, type Container, type Directory, dag, func, object } from "@dagger.io/dagger";

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
    const services = await dag.multistage().services({ source });
    const names = await Promise.all(services.map((service) => service.name()));
    const images = await Promise.all(names.map((service) => this.accepted(source, service)));
    return Promise.all(images.map((image, at) => image.publish(`${registry}/${names[at]}:${version}`)));
  }

  /** An image whose service passed its tests, and that keeps to its budget. */
  private async accepted(source: Directory, service: string): Promise<Container> {
    const options = { source, service, environment: "production" };
    await dag.multistage().test(options);
    const size = dag.multistage().size(options);
    if (!(await size.fits()))
      throw new Error(`${service}: ${await size.sizeBytes()} bytes, allowed are ${await size.budgetBytes()}`);
    return dag.multistage().build(options);
  }
}
