import { type BaseImages, type BasesFrom, registryAddress } from "../bases/addresses.ts";
import { DEBIAN_BASES, debianAddress } from "../bases/debian.ts";
import { readBases, readLock } from "../bases/files.ts";
import { forEnvironment } from "../descriptor/environment.ts";
import type { Engine } from "../engine.ts";
import { asFailure, badInput, type Failure, refuse } from "../failure.ts";
import { languageNamed } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { type PlannedBase, type PlannedService, planService, type StageName } from "../pipeline/plan.ts";
import { type Offered, servedBy } from "../policies/minimum-version.ts";
import { unpinned } from "../policies/pinned.ts";
import { unlocked } from "../policies/unlocked.ts";
import { whereBasesComeFrom } from "./bases.ts";
import { callerCommand, PIN } from "./caller-command.ts";
import type { BuildOptions } from "./options.ts";
import { type Repository, refuseEnvironment, serviceFailure } from "./repository.ts";
import { refuseAgent, refuseSecrets } from "./secrets.ts";

/** A service of a run: its plan, or why there is none. */
export type Planned =
  | { service: Microservice; planned: PlannedService; failure?: undefined }
  | { service: Microservice; planned?: undefined; failure: Failure };

/** Plans services, wherever their bases come from. */
export type Planner = (service: Microservice, from: BasesFrom, stage?: StageName) => PlannedService;

/** @throws a `Failure` (exit 2) for an environment or a platform that there isn't. */
export async function plannerOf(
  engine: Engine,
  repository: Repository,
  { environment, platform }: BuildOptions,
): Promise<Planner> {
  refuseEnvironment(repository, environment);
  const { snapshot } = engine;
  const images = await basesOf(engine);
  const pinned = registryAddress(images, readLock(snapshot.text("bases.lock")));
  const foreign = await foreignPlatform(engine, platform);
  return (service, from, stage) => {
    const versioned = withVersion(service, from, images);
    const resolved = forEnvironment(versioned, environment, repository.environments).service ?? versioned;
    return planService(versioned, resolved, {
      environment,
      platform: foreign,
      domain: engine.domain,
      stage,
      address: from === "debian" ? debianAddress : pinned,
      snapshot,
    });
  };
}

/** @throws a `Failure` (exit 2) where no base has the version that the service's manifest asks for at least. */
function withVersion(service: Microservice, from: BasesFrom, images: BaseImages): Microservice {
  const base = languageNamed(service.language).toolchain ?? "";
  const known: Partial<Offered> = (from === "debian" ? DEBIAN_BASES[base] : images[base]) ?? {};
  if (!known.version) return service;
  const offered = { base, version: known.version, versions: known.versions };
  const { version, refusal } = servedBy(service, offered);
  refuse(refusal);
  return { ...service, version };
}

/** The repository's own `bases.yaml`, or ours. */
export async function basesOf(engine: Engine): Promise<BaseImages> {
  return readBases(engine.snapshot.text("bases.yaml") ?? (await engine.defaultBases()).text);
}

/** Plans each service by itself: one that can't be planned stops no other. */
export function planEach(
  repository: Repository,
  services: Microservice[],
  plan: (service: Microservice) => PlannedService,
): Planned[] {
  return services.map((service) => {
    try {
      const fault = serviceFailure(repository, service);
      if (fault) throw fault;
      return { service, planned: plan(service) };
    } catch (error) {
      return { service, failure: asFailure(error) };
    }
  });
}

/**
 * Gets ready to build services: secrets, the engine, where bases come from, then each service's plan.
 *
 * @throws a `Failure` (exit 2) for what concerns the call as a whole.
 */
export async function prepare(
  engine: Engine,
  repository: Repository,
  services: Microservice[],
  options: BuildOptions,
  stage: StageName,
): Promise<Planned[]> {
  const plan = await plannerOf(engine, repository, options);
  const sound = services.filter((service) => !serviceFailure(repository, service));
  refuseSecrets(sound, await engine.secrets());
  refuseAgent(sound, engine.lendsAgent === true);
  const plans = (from: BasesFrom) => planEach(repository, services, (service) => plan(service, from, stage));
  const from = await whereBasesComeFrom(engine, options, () => basesIn(plans("registry")));
  const decided = plans(from);
  for (const { planned } of decided)
    if (planned?.platform) engine.refuseForeign?.(planned.service, planned.platform, from);
  if (options.frozen) refuseUnfrozen(engine, decided);
  return decided;
}

/** What `--frozen` asks for: nothing that a build depends on may be another tomorrow. */
export function refuseUnfrozen(engine: Pick<Engine, "command">, plans: Planned[]): void {
  refuse(unlocked(plans.flatMap(({ planned }) => planned?.service.unlocked ?? [])));
  refuse(unpinned(basesIn(plans), callerCommand(engine, PIN)));
}

/** Every base that plans start from. */
export function basesIn(plans: Planned[]): PlannedBase[] {
  return plans.flatMap(({ planned }) => planned?.bases ?? []);
}

/** A platform where it is another than the engine's own. */
async function foreignPlatform(engine: Engine, platform?: string): Promise<string | undefined> {
  if (platform === undefined) return undefined;
  if (!/^linux\/[a-z0-9]+(\/v\d+)?$/.test(platform))
    throw badInput(`--platform ${platform}: expected one like linux/arm64`);
  return platform === (await engine.platform()) ? undefined : platform;
}
