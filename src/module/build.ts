import { type Container, dag, type Platform } from "@dagger.io/dagger";
import { lockText, taggedImage } from "../bases/addresses.ts";
import { forEnvironment } from "../descriptor/environment.ts";
import { crosses } from "../languages/language.ts";
import { languageNamed } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { assemble, type Pipeline } from "../pipeline/assemble.ts";
import { refuseUnfrozen } from "../pipeline/frozen.ts";
import { type PlannedService, planService, type StageName, stageOf } from "../pipeline/plan.ts";
import { faultText } from "../yaml/fault.ts";
import { basesOf } from "./bases.ts";
import { explained } from "./failure.ts";
import { engineKit } from "./kit.ts";
import { holdToBudget } from "./measure.ts";
import { allServices, type Repository } from "./repository.ts";
import { type GivenSecrets, namedSecrets } from "./secrets.ts";
import type { BaseOrigin } from "./types.ts";

/** What a caller may ask of a build, as the module's functions take it. */
export interface BuildOptions extends GivenSecrets {
  environment: string;
  bases?: BaseOrigin;
  frozen?: boolean;
  platform?: Platform;
}

/**
 * Builds one service up to a stage, under a span of its name.
 *
 * @throws where a command fails, with stage and last lines, and where the image breaks its budget.
 */
export async function built(
  repository: Repository,
  service: Microservice,
  options: BuildOptions,
  stage: StageName = "runtime",
): Promise<Container> {
  const image = await unmeasured(repository, service, options, stage);
  if (stage === "runtime") await holdToBudget(service, image);
  return image;
}

/** The same, however large it is. */
export async function unmeasured(
  repository: Repository,
  service: Microservice,
  options: BuildOptions,
  stage: StageName = "runtime",
): Promise<Container> {
  const pipeline = await pipelineOf(repository, service, options);
  return explained(service, () => stageOf(pipeline, stage, service).sync(), await foreign(options.platform));
}

/** All stages of one service as containers; none runs before something asks for its result. */
export async function pipelineOf(
  repository: Repository,
  service: Microservice,
  options: BuildOptions,
): Promise<Pipeline<Container>> {
  const bases = await basesOf(repository, options.bases);
  if (options.frozen) await planOf(repository, service, options);
  const language = languageNamed(service.language);
  const kit = engineKit(service, {
    directory: repository.directory,
    bases,
    read: (path) => repository.snapshot.text(path),
    secrets: await namedSecrets(service, options),
    platform: await foreign(options.platform),
    crossCompiles: crosses(language, service),
  });
  return assemble(kit, language, service, settled(service, options.environment));
}

/** What would be built; no step runs. @throws for a base that isn't pinned, where the options ask for that. */
export async function planOf(
  repository: Repository,
  service: Microservice,
  options: BuildOptions,
  stage?: StageName,
): Promise<PlannedService> {
  const { directory, snapshot } = repository;
  const { address } = await basesOf(repository, options.bases);
  const read = [service.path, ...service.inputs].map((path) =>
    snapshot.has(path) ? directory.file(path).digest() : directory.directory(path).digest(),
  );
  const planned = planService(service, settled(service, options.environment), {
    environment: options.environment,
    platform: await foreign(options.platform),
    stage,
    address,
    read: (path) => snapshot.text(path),
    files: snapshot.paths,
    contents: (await Promise.all(read)).join("\n"),
  });
  if (options.frozen) refuseUnfrozen([planned]);
  return planned;
}

/** The text of `bases.lock`: each base that a service's stages start from, with its digest of today. */
export async function pinnedBases(repository: Repository): Promise<string> {
  const { images } = await basesOf(repository);
  const options = { environment: "production" };
  const plans = await Promise.all(
    allServices(repository).map((service) => planOf(repository, service, options)),
  );
  const wanted = plans.flatMap(({ bases }) =>
    bases.map(({ name, version }) => taggedImage(images, name, version)),
  );
  const tagged = [...new Set(wanted)].sort();
  const pinned = await Promise.all(tagged.map((image) => dag.container().from(image).imageRef()));
  return lockText(Object.fromEntries(tagged.map((image, at) => [image, pinned[at]?.split("@")[1] ?? ""])));
}

/** A platform where it is another than the engine's own. */
async function foreign(platform?: Platform): Promise<Platform | undefined> {
  return platform && platform !== (await dag.defaultPlatform()) ? platform : undefined;
}

function settled(service: Microservice, environment: string): Microservice {
  const { service: resolved, faults } = forEnvironment(service, environment);
  if (!resolved) throw new Error(faults.map(faultText).join("\n"));
  return resolved;
}
