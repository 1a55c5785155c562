/**
 * Turns every service of a repository into a small runtime image.
 *
 * Services are the directories of `services/` and those with a `service.yaml`. Their languages are detected;
 * each is built and tested in stages of its own, and only artifacts cross into its image.
 */
import {
  argument,
  type Container,
  type Directory,
  dag,
  type File,
  func,
  object,
  type Platform,
  type Secret,
} from "@dagger.io/dagger";
import { pinnedBases, pipelineOf, planOf } from "./dagger/build.ts";
import { readRepository, serviceNamed } from "./dagger/repository.ts";
import { type PlannedImage, plannedImage, type ServiceInfo, serviceInfo } from "./dagger/types.ts";
import { IGNORED } from "./descriptor/ignored.ts";
import { stageNamed, stageOf } from "./pipeline/plan.ts";

@object()
export class Multistage {
  /**
   * Lists the services and what was detected
   *
   * @param source Directory of the repository
   */
  @func()
  async services(@argument({ defaultPath: "/", ignore: IGNORED }) source: Directory): Promise<ServiceInfo[]> {
    const { services } = await readRepository(source);
    return services.map(serviceInfo);
  }

  /**
   * Shows what would be built, from what and why; nothing is
   *
   * @param source Directory of the repository
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from: registry or debian
   * @param frozen Refuse bases that bases.lock does not have
   */
  @func()
  async plan(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    environment: string = "development",
    bases: string = "registry",
    frozen: boolean = false,
  ): Promise<PlannedImage[]> {
    const repository = await readRepository(source);
    const options = { environment, bases, frozen };
    const plans = repository.services.map((service) => planOf(repository, service, options));
    return (await Promise.all(plans)).map(plannedImage);
  }

  /**
   * Builds a service's image
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from: registry or debian
   * @param frozen Refuse bases that bases.lock does not have
   * @param stage The stage to end in: dependencies, build, test, package, artifact or runtime
   * @param secret Build secrets that the service declares: env://NPM_TOKEN is npm_token
   * @param platform The image's platform; the engine's own by default
   */
  @func()
  async build(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: string = "registry",
    frozen: boolean = false,
    stage: string = "runtime",
    secret?: Secret[],
    platform?: Platform,
  ): Promise<Container> {
    const repository = await readRepository(source);
    const options = { environment, bases, frozen, secret, platform };
    return stageOf(
      await pipelineOf(repository, serviceNamed(repository, service), options),
      stageNamed(stage),
    );
  }

  /**
   * The files that cross into a service's image, and nothing else
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from: registry or debian
   * @param frozen Refuse bases that bases.lock does not have
   * @param secret Build secrets that the service declares: env://NPM_TOKEN is npm_token
   */
  @func()
  async artifact(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: string = "registry",
    frozen: boolean = false,
    secret?: Secret[],
  ): Promise<Directory> {
    const repository = await readRepository(source);
    const options = { environment, bases, frozen, secret };
    const pipeline = await pipelineOf(repository, serviceNamed(repository, service), options);
    return pipeline.artifact.rootfs();
  }

  /**
   * Runs a service's own tests in its test stage; what they print
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from: registry or debian
   * @param frozen Refuse bases that bases.lock does not have
   * @param secret Build secrets that the service declares: env://NPM_TOKEN is npm_token
   */
  @func()
  async test(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: string = "registry",
    frozen: boolean = false,
    secret?: Secret[],
  ): Promise<string> {
    const repository = await readRepository(source);
    const options = { environment, bases, frozen, secret };
    return (await pipelineOf(repository, serviceNamed(repository, service), options)).test.stdout();
  }

  /**
   * The multi-stage Dockerfile that a service's definition means
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from: registry or debian
   * @param frozen Refuse bases that bases.lock does not have
   * @param stage The stage to end in: dependencies, build, test, package, artifact or runtime
   */
  @func()
  async dockerfile(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: string = "registry",
    frozen: boolean = false,
    stage: string = "runtime",
  ): Promise<string> {
    const repository = await readRepository(source);
    const options = { environment, bases, frozen };
    const { dockerfile } = await planOf(
      repository,
      serviceNamed(repository, service),
      options,
      stageNamed(stage),
    );
    return dockerfile;
  }

  /**
   * The digests of all bases that the services start from, as their registries answer today: for bases.lock
   *
   * @param source Directory of the repository
   */
  @func({ cache: "never" })
  async pin(@argument({ defaultPath: "/", ignore: IGNORED }) source: Directory): Promise<File> {
    return dag.file("bases.lock", await pinnedBases(await readRepository(source)));
  }
}
