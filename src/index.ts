/**
 * Turns every service of a repository into a small runtime image.
 *
 * Services are the directories of `services/` and those with a `service.yaml`. Their languages are detected;
 * each is built and tested in stages of its own, and only artifacts cross into its image.
 */
import {
  argument,
  type Container,
  check,
  type Directory,
  dag,
  type File,
  func,
  object,
  type Platform,
  type Secret,
  type Service,
  type Socket,
} from "@dagger.io/dagger";
import * as commands from "./commands/index.ts";
import { IGNORED } from "./files/ignored.ts";
import { checkBudgets, checkDescriptors, checkLint, checkTests } from "./module/checks.ts";
import { openDagger } from "./module/engine.ts";
import { reporting } from "./module/error-report.ts";
import { imageOf } from "./module/image.ts";
import { type ImageSize, measured } from "./module/measure.ts";
import { type PublishReport, publishReport } from "./module/publish-report.ts";
import { type PublishedRelease, publishedRelease } from "./module/published.ts";
import { type RunReport, runReport } from "./module/run-report.ts";
import { imagesOf, type ServiceImage } from "./module/service-image.ts";
import {
  type AffectedService,
  affectedService,
  BaseOrigin,
  type CacheMode,
  EndStage,
  PipelineForm,
  type PlannedImage,
  plannedImage,
  type ServiceInfo,
  serviceInfo,
} from "./module/types.ts";
import { affectedText, planned, planText, servicesText } from "./report/listing.ts";

@object()
export class Multistage {
  /**
   * Lists the services and what was detected
   *
   * @param source Directory of the repository
   * @param all Also directories that could have been taken for a service, and why they weren't
   */
  @func()
  async services(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    all = false,
  ): Promise<string> {
    return reporting(async () => servicesText(await commands.services(await openDagger(source), { all })));
  }

  /**
   * Shows what would be built, from what and why; nothing is
   *
   * @param source Directory of the repository
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param version Version to publish; by default a git tag on the revision
   * @param revision Full revision of the sources, where git isn't given
   * @param latest Also move the tag latest
   * @param git The repository's .git
   * @param checkout What git says of the sources, in a file that daggerw writes
   * @param only Names of services; what they need is added
   * @param exclude Names of services to leave out
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async plan(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    version?: string,
    revision?: string,
    latest: boolean = false,
    git?: Directory,
    checkout?: File,
    only?: string[],
    exclude?: string[],
    domain?: string,
  ): Promise<string> {
    const options = { environment, bases, frozen, version, revision, latest, only, exclude };
    return reporting(async () =>
      planText(await commands.plan(await openDagger(source, { git, checkout, domain }), options)),
    );
  }

  /**
   * Builds a service's image
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param stage The stage to end in
   * @param secret Build secrets that the service declares: env://NPM_TOKEN is npm_token
   * @param secretName Names that the service has for them, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param platform The image's platform; the engine's own by default
   * @param noStartCheck Don't look whether the image can start
   * @param cache What of the shared cache is used; by default it is read, and written where images are published
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async build(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    stage: EndStage = EndStage.Runtime,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    platform?: Platform,
    noStartCheck: boolean = false,
    cache?: CacheMode,
    domain?: string,
  ): Promise<Container> {
    const options = { service, environment, bases, frozen, cache, stage, platform, noStartCheck };
    return reporting(
      async () =>
        commands.builtIn(
          await commands.build(await openDagger(source, { secret, secretName, ssh, domain }), options),
        ).image,
    );
  }

  /**
   * The files that cross into a service's image, and nothing else
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param secret Build secrets that the service declares: env://NPM_TOKEN is npm_token
   * @param secretName Names that the service has for them, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param platform The image's platform; the engine's own by default
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async artifact(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    platform?: Platform,
    domain?: string,
  ): Promise<Directory> {
    const options = { service, environment, bases, frozen, platform };
    return reporting(async () =>
      commands
        .builtIn(
          await commands.artifact(await openDagger(source, { secret, secretName, ssh, domain }), options),
        )
        .image.rootfs(),
    );
  }

  /**
   * Runs a service's own tests in its test stage; what they print
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param secret Build secrets that the service declares: env://NPM_TOKEN is npm_token
   * @param secretName Names that the service has for them, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param cache What of the shared cache is used; by default it is read, and written where images are published
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async test(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    cache?: CacheMode,
    domain?: string,
  ): Promise<string> {
    const options = { service, environment, bases, frozen, cache };
    return reporting(async () =>
      commands.outputOf(
        await commands.test(await openDagger(source, { secret, secretName, ssh, domain }), options),
      ),
    );
  }

  /**
   * Runs a service's linter where its tests run: its own, or the one of its language; what it prints
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param secret Build secrets that the service declares: env://NPM_TOKEN is npm_token
   * @param secretName Names that the service has for them, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param cache What of the shared cache is used; by default it is read, and written where images are published
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async lint(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    cache?: CacheMode,
    domain?: string,
  ): Promise<string> {
    const options = { service, environment, bases, frozen, cache };
    return reporting(async () =>
      commands.outputOf(
        await commands.lint(await openDagger(source, { secret, secretName, ssh, domain }), options),
      ),
    );
  }

  /**
   * The multi-stage Dockerfile that a service's definition means
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param stage The stage to end in
   * @param platform The image's platform; the engine's own by default
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async dockerfile(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    stage: EndStage = EndStage.Runtime,
    platform?: Platform,
    domain?: string,
  ): Promise<string> {
    const options = { service, environment, bases, frozen, stage, platform };
    return reporting(async () => commands.dockerfile(await openDagger(source, { domain }), options));
  }

  /**
   * Builds all services at once, or those chosen
   *
   * @param source Directory of the repository
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param only Names of services; what they need is added
   * @param exclude Names of services to leave out
   * @param affectedSince Only what changed since a commit, branch or tag
   * @param git The repository's .git, where affectedSince is asked for
   * @param shard i/n: the i-th of n parts
   * @param concurrency Most services at once
   * @param failFast Start nothing more after the first failure
   * @param noFail Answer how it went also where a service failed; such an answer is never kept
   * @param secret Build secrets that services declare: env://NPM_TOKEN is npm_token
   * @param secretName Names that services declare for the secrets, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param noStartCheck Don't look whether the image can start
   * @param cache What of the shared cache is used; by default it is read, and written where images are published
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async buildAll(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    only?: string[],
    exclude?: string[],
    affectedSince?: string,
    git?: Directory,
    shard?: string,
    concurrency: number = 4,
    failFast: boolean = false,
    noFail: boolean = false,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    noStartCheck: boolean = false,
    cache?: CacheMode,
    domain?: string,
  ): Promise<RunReport> {
    const choice = { only, exclude, affectedSince, shard, concurrency, failFast };
    const options = { environment, bases, frozen, cache, ...choice, noStartCheck };
    return reporting(() =>
      runReport("build", source, { git, secret, secretName, ssh, domain }, options, noFail),
    );
  }

  /**
   * Tests all services at once, or those chosen
   *
   * @param source Directory of the repository
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param only Names of services; what they need is added
   * @param exclude Names of services to leave out
   * @param affectedSince Only what changed since a commit, branch or tag
   * @param git The repository's .git, where affectedSince is asked for
   * @param shard i/n: the i-th of n parts
   * @param concurrency Most services at once
   * @param failFast Start nothing more after the first failure
   * @param noFail Answer how it went also where a service failed; such an answer is never kept
   * @param secret Build secrets that services declare: env://NPM_TOKEN is npm_token
   * @param secretName Names that services declare for the secrets, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param cache What of the shared cache is used; by default it is read, and written where images are published
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async testAll(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    only?: string[],
    exclude?: string[],
    affectedSince?: string,
    git?: Directory,
    shard?: string,
    concurrency: number = 4,
    failFast: boolean = false,
    noFail: boolean = false,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    cache?: CacheMode,
    domain?: string,
  ): Promise<RunReport> {
    const choice = { only, exclude, affectedSince, shard, concurrency, failFast };
    const options = { environment, bases, frozen, cache, ...choice };
    return reporting(() =>
      runReport("test", source, { git, secret, secretName, ssh, domain }, options, noFail),
    );
  }

  /**
   * Builds a service's image and publishes it: by digest, then under the tags that stay, then those that move
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param secret Build secrets that the service declares: env://NPM_TOKEN is npm_token
   * @param secretName Names that the service has for them, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param registry HOST/PREFIX that images go to; by default what multistage.yaml says
   * @param registryUsername Who logs in to the registry
   * @param registryPassword The password
   * @param registryService The registry, where only the caller's machine reaches it: tcp://127.0.0.1:5000
   * @param plainHttp Speak plain HTTP to other machines, too
   * @param version Version to publish; by default a git tag on the revision
   * @param revision Full revision of the sources, where git isn't given
   * @param git The repository's .git
   * @param checkout What git says of the sources, in a file that daggerw writes
   * @param latest Also move the tag latest
   * @param noStartCheck Don't look whether the image can start
   * @param cache What of the shared cache is used; by default it is read, and written where images are published
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func({ cache: "never" })
  async publish(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    registry?: string,
    registryUsername?: string,
    registryPassword?: Secret,
    registryService?: Service,
    plainHttp: boolean = false,
    version?: string,
    revision?: string,
    git?: Directory,
    checkout?: File,
    latest: boolean = false,
    noStartCheck: boolean = false,
    cache?: CacheMode,
    domain?: string,
  ): Promise<PublishedRelease> {
    const access = { registryUsername, registryPassword, registryService, plainHttp };
    const build = { service, environment, bases, frozen, cache, noStartCheck };
    const options = { ...build, registry, version, revision, latest };
    return reporting(async () => {
      const engine = await openDagger(source, { ...access, secret, secretName, ssh, git, checkout, domain });
      return publishedRelease(commands.movedIn(await commands.publish(engine, options)));
    });
  }

  /**
   * Builds and publishes all services at once, or those chosen; no tag moves before all are up
   *
   * @param source Directory of the repository
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param only Names of services; what they need is added
   * @param exclude Names of services to leave out
   * @param affectedSince Only what changed since a commit, branch or tag
   * @param shard i/n: the i-th of n parts
   * @param concurrency Most services at once
   * @param failFast Start nothing more after the first failure
   * @param noFail Answer how it went also where a service failed
   * @param independent Tag each image when it is up, whatever becomes of the others
   * @param untagged Upload alone, as a shard does: collect gives the tags
   * @param collect Give tags to what shards uploaded, all at once; nothing is built
   * @param secret Build secrets that services declare: env://NPM_TOKEN is npm_token
   * @param secretName Names that services declare for the secrets, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param registry HOST/PREFIX that images go to; by default what multistage.yaml says
   * @param registryUsername Who logs in to the registry
   * @param registryPassword The password
   * @param registryService The registry, where only the caller's machine reaches it: tcp://127.0.0.1:5000
   * @param plainHttp Speak plain HTTP to other machines, too
   * @param version Version to publish; by default a git tag on the revision
   * @param revision Full revision of the sources, where git isn't given
   * @param git The repository's .git
   * @param checkout What git says of the sources, in a file that daggerw writes
   * @param latest Also move the tag latest
   * @param noStartCheck Don't look whether the image can start
   * @param cache What of the shared cache is used; by default it is read, and written where images are published
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func({ cache: "never" })
  async publishAll(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    only?: string[],
    exclude?: string[],
    affectedSince?: string,
    shard?: string,
    concurrency: number = 4,
    failFast: boolean = false,
    noFail: boolean = false,
    independent: boolean = false,
    untagged: boolean = false,
    collect: boolean = false,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    registry?: string,
    registryUsername?: string,
    registryPassword?: Secret,
    registryService?: Service,
    plainHttp: boolean = false,
    version?: string,
    revision?: string,
    git?: Directory,
    checkout?: File,
    latest: boolean = false,
    noStartCheck: boolean = false,
    cache?: CacheMode,
    domain?: string,
  ): Promise<PublishReport> {
    const access = { registryUsername, registryPassword, registryService, plainHttp };
    const build = { environment, bases, frozen, cache, registry, version, revision, latest, noStartCheck };
    const publishing = { independent, untagged, collect };
    const choice = { only, exclude, affectedSince, shard, concurrency, failFast, ...publishing };
    return reporting(async () => {
      const engine = await openDagger(source, { ...access, secret, secretName, ssh, git, checkout, domain });
      return publishReport(await commands.publishAll(engine, { ...build, ...choice }), noFail);
    });
  }

  /**
   * Moves images to another environment by digest; nothing is built or uploaded
   *
   * @param source Directory of the repository
   * @param from Environment that has the images
   * @param to Environment that gets them
   * @param service Only this service
   * @param revision Refuse images of any other revision
   * @param version Version to promote as
   * @param latest Also move the tag latest
   * @param build Build services anew that declare differences
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param secret Build secrets that services declare: env://NPM_TOKEN is npm_token
   * @param secretName Names that services declare for the secrets, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param git The repository's .git
   * @param checkout What git says of the sources, in a file that daggerw writes
   * @param registry HOST/PREFIX that images go to; by default what multistage.yaml says
   * @param registryUsername Who logs in to the registry
   * @param registryPassword The password
   * @param registryService The registry, where only the caller's machine reaches it: tcp://127.0.0.1:5000
   * @param plainHttp Speak plain HTTP to other machines, too
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func({ cache: "never" })
  async promote(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    from: string,
    to: string,
    service?: string,
    revision?: string,
    version?: string,
    latest: boolean = false,
    build: boolean = false,
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    git?: Directory,
    checkout?: File,
    registry?: string,
    registryUsername?: string,
    registryPassword?: Secret,
    registryService?: Service,
    plainHttp: boolean = false,
    domain?: string,
  ): Promise<PublishedRelease> {
    const access = { registryUsername, registryPassword, registryService, plainHttp };
    const options = { from, to, service, build, bases, frozen, revision, version, latest, registry };
    return reporting(async () => {
      const engine = await openDagger(source, { ...access, secret, secretName, ssh, git, checkout, domain });
      return publishedRelease(await commands.promote(engine, options));
    });
  }

  /**
   * Gives an environment the images of an earlier release back
   *
   * @param source Directory of the repository
   * @param environment Environment to roll back
   * @param to Release to return to; the one before by default
   * @param registry HOST/PREFIX that images go to; by default what multistage.yaml says
   * @param registryUsername Who logs in to the registry
   * @param registryPassword The password
   * @param registryService The registry, where only the caller's machine reaches it: tcp://127.0.0.1:5000
   * @param plainHttp Speak plain HTTP to other machines, too
   */
  @func({ cache: "never" })
  async rollback(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    environment: string,
    to?: string,
    registry?: string,
    registryUsername?: string,
    registryPassword?: Secret,
    registryService?: Service,
    plainHttp: boolean = false,
  ): Promise<PublishedRelease> {
    const access = { registryUsername, registryPassword, registryService, plainHttp };
    const options = { environment, to, registry };
    return reporting(async () =>
      publishedRelease(await commands.rollback(await openDagger(source, access), options)),
    );
  }

  /**
   * The services that a change concerns, and why
   *
   * @param source Directory of the repository
   * @param since Commit, branch or tag
   * @param git The repository's .git
   */
  @func()
  async affected(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    since: string,
    git: Directory,
  ): Promise<string> {
    return reporting(async () =>
      affectedText(await commands.affected(await openDagger(source, { git }), { since })),
    );
  }

  /**
   * A run's services as parts for several runners, balanced by earlier times: JSON for a pipeline's matrix
   *
   * @param source Directory of the repository
   * @param shards Most parts
   * @param environment development, testing, production or a team's own
   * @param affectedSince Only what changed since a commit, branch or tag
   * @param git The repository's .git, where affectedSince is asked for
   * @param form Whose pipeline it is for
   * @param cache What of the shared cache is used; by default it is read
   */
  @func({ cache: "never" })
  async matrix(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    shards: number,
    environment: string = "development",
    affectedSince?: string,
    git?: Directory,
    form: PipelineForm = PipelineForm.Github,
    cache?: CacheMode,
  ): Promise<string> {
    const options = { shards, environment, affectedSince, form, cache };
    return reporting(async () => commands.matrix(await openDagger(source, { git }), options));
  }

  /**
   * The digests of all bases that the services start from, as their registries answer today: for bases.lock
   *
   * @param source Directory of the repository
   * @param registryUsername Who logs in to the registry that bases come from
   * @param registryPassword The password
   * @param registryService The registry, where only the caller's machine reaches it: tcp://127.0.0.1:5000
   * @param plainHttp Speak plain HTTP to other machines, too
   */
  @func({ cache: "never" })
  async pin(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    registryUsername?: string,
    registryPassword?: Secret,
    registryService?: Service,
    plainHttp: boolean = false,
  ): Promise<File> {
    const access = { registryUsername, registryPassword, registryService, plainHttp };
    return reporting(async () =>
      dag.file("bases.lock", await commands.pin(await openDagger(source, access), { registryUsername })),
    );
  }

  /**
   * The services as objects, for other modules; those that can't be read are left out
   *
   * @param source Directory of the repository
   */
  @func()
  async serviceList(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
  ): Promise<ServiceInfo[]> {
    return reporting(async () => planned(await commands.services(await openDagger(source))).map(serviceInfo));
  }

  /**
   * What would be built as objects, for other modules; what can't be planned is left out
   *
   * @param source Directory of the repository
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param version Version to publish; by default a git tag on the revision
   * @param revision Full revision of the sources, where git isn't given
   * @param latest Also move the tag latest
   * @param git The repository's .git
   * @param checkout What git says of the sources, in a file that daggerw writes
   * @param only Names of services; what they need is added
   * @param exclude Names of services to leave out
   */
  @func()
  async planList(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    version?: string,
    revision?: string,
    latest: boolean = false,
    git?: Directory,
    checkout?: File,
    only?: string[],
    exclude?: string[],
  ): Promise<PlannedImage[]> {
    const options = { environment, bases, frozen, version, revision, latest, only, exclude };
    return reporting(async () =>
      planned(await commands.plan(await openDagger(source, { git, checkout }), options)).map(plannedImage),
    );
  }

  /**
   * The services that a change concerns as objects, for other modules
   *
   * @param source Directory of the repository
   * @param since Commit, branch or tag
   * @param git The repository's .git
   */
  @func()
  async affectedList(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    since: string,
    git: Directory,
  ): Promise<AffectedService[]> {
    return reporting(async () =>
      planned(await commands.affected(await openDagger(source, { git }), { since })).map(affectedService),
    );
  }

  /**
   * How large a service's image is, beside its budget
   *
   * @param source Directory of the repository
   * @param service Name of the service; may be left out where there is only one
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async size(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    service?: string,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    domain?: string,
  ): Promise<ImageSize> {
    return reporting(async () => {
      const options = { service, environment, bases, unmeasured: true };
      const built = await commands.build(await openDagger(source, { domain }), options);
      return measured(built.planned.service, commands.builtIn(built).image);
    });
  }

  /**
   * The images of all services, or those chosen, for other modules to go on with; none where one fails
   *
   * @param source Directory of the repository
   * @param environment development, testing, production or a team's own
   * @param bases Where bases come from
   * @param frozen Refuse bases that bases.lock does not have
   * @param only Names of services; what they need is added
   * @param exclude Names of services to leave out
   * @param tested Run each service's own tests first
   * @param concurrency Most services at once
   * @param secret Build secrets that services declare: env://NPM_TOKEN is npm_token
   * @param secretName Names that services declare for the secrets, in the same order
   * @param ssh An ssh agent, while dependencies are fetched from places for which git: says ssh
   * @param platform The images' platform; the engine's own by default
   * @param noStartCheck Don't look whether the image can start
   * @param domain Whose caches are used: main, or an untrusted source's, as pr-12
   */
  @func()
  async images(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    environment: string = "development",
    bases: BaseOrigin = BaseOrigin.Registry,
    frozen: boolean = false,
    only?: string[],
    exclude?: string[],
    tested: boolean = false,
    concurrency: number = 4,
    secret?: Secret[],
    secretName?: string[],
    ssh?: Socket,
    platform?: Platform,
    noStartCheck: boolean = false,
    domain?: string,
  ): Promise<ServiceImage[]> {
    const options = {
      environment,
      bases,
      frozen,
      only,
      exclude,
      tested,
      concurrency,
      platform,
      noStartCheck,
    };
    return reporting(async () =>
      imagesOf(await openDagger(source, { secret, secretName, ssh, domain }), options),
    );
  }

  /**
   * An image of files that another build made: what every language's images get at their end
   *
   * @param artifact The image's files, laid out as there
   * @param entrypoint The start command
   * @param base What the image starts from; nothing at all by default
   * @param port TCP port that it listens on
   * @param variables Variables in the image: NAME=value
   * @param labels Labels of the image: name=value
   * @param platform The image's platform where it has no base; the engine's own by default
   */
  @func()
  image(
    artifact: Directory,
    entrypoint: string[],
    base?: Container,
    port?: number,
    variables?: string[],
    labels?: string[],
    platform?: Platform,
  ): Container {
    return imageOf(artifact, { entrypoint, base, port, variables, labels, platform });
  }

  /**
   * A base by its name in bases.yaml
   *
   * @param source Directory of the repository
   * @param name Its name: static, cc, golang, …
   * @param version As a service names it; the base's own default without one
   * @param bases Where bases come from
   */
  @func()
  async base(
    @argument({ defaultPath: "/", ignore: IGNORED }) source: Directory,
    name: string,
    version?: string,
    bases: BaseOrigin = BaseOrigin.Registry,
  ): Promise<Container> {
    return reporting(async () => (await (await openDagger(source)).basesFrom(bases)).base(name, version));
  }

  /**
   * Reads every descriptor and manifest
   *
   * @param source Directory of the repository
   */
  @func()
  @check()
  async checkDescriptors(@argument({ defaultPath: "/", ignore: IGNORED }) source: Directory): Promise<void> {
    return reporting(async () => checkDescriptors(await openDagger(source)));
  }

  /**
   * Runs the tests of every service
   *
   * @param source Directory of the repository
   */
  @func()
  @check()
  async checkTests(@argument({ defaultPath: "/", ignore: IGNORED }) source: Directory): Promise<void> {
    return reporting(async () => checkTests(await openDagger(source)));
  }

  /**
   * Runs the linter of every service that has one: its own, or the one of its language
   *
   * @param source Directory of the repository
   */
  @func()
  @check()
  async checkLint(@argument({ defaultPath: "/", ignore: IGNORED }) source: Directory): Promise<void> {
    return reporting(async () => checkLint(await openDagger(source)));
  }

  /**
   * Builds every service for production and holds its image to its budget
   *
   * @param source Directory of the repository
   */
  @func()
  @check()
  async checkBudgets(@argument({ defaultPath: "/", ignore: IGNORED }) source: Directory): Promise<void> {
    return reporting(async () => checkBudgets(await openDagger(source)));
  }
}
