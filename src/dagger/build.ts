import { type Container, dag, type Platform, type Secret } from "@dagger.io/dagger";
import {
  lockText,
  readBases,
  readLock,
  refuseUnpinned,
  registryAddress,
  taggedImage,
} from "../bases/addresses.ts";
import { forEnvironment } from "../descriptor/environment.ts";
import { faultText } from "../descriptor/fault.ts";
import { languageNamed } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { assemble, type Pipeline } from "../pipeline/assemble.ts";
import { type PlannedService, planService, type StageName } from "../pipeline/plan.ts";
import { engineKit } from "./kit.ts";
import type { Repository } from "./repository.ts";
import { namedSecrets } from "./secrets.ts";

/** What a caller may ask of a build, as the module's functions take it. */
export interface BuildOptions {
  environment: string;
  bases?: string;
  frozen?: boolean;
  secret?: Secret[];
  platform?: Platform;
}

/** All stages of one service as containers; none runs before something asks for its result. */
export async function pipelineOf(
  repository: Repository,
  service: Microservice,
  options: BuildOptions,
): Promise<Pipeline<Container>> {
  const { address } = await basesOf(repository);
  if (options.frozen) refuseUnpinned((await planOf(repository, service, options)).bases);
  const secrets = await namedSecrets(service, options.secret ?? []);
  const { directory } = repository;
  const kit = engineKit(service, { directory, address, secrets, platform: options.platform });
  return assemble(kit, languageNamed(service.language), service, settled(service, options.environment));
}

/** What would be built; no step runs. */
export async function planOf(
  repository: Repository,
  service: Microservice,
  options: BuildOptions,
  stage?: StageName,
): Promise<PlannedService> {
  const { directory, snapshot } = repository;
  const { address } = await basesOf(repository);
  const read = [service.path, ...service.inputs].map((path) => directory.directory(path).digest());
  return planService(service, settled(service, options.environment), {
    environment: options.environment,
    stage,
    address,
    files: snapshot.paths,
    contents: (await Promise.all(read)).join("\n"),
  });
}

/** The text of `bases.lock`: each base that a service's stages start from, with its digest of today. */
export async function pinnedBases(repository: Repository): Promise<string> {
  const { images } = await basesOf(repository);
  const options = { environment: "production" };
  const plans = await Promise.all(repository.services.map((service) => planOf(repository, service, options)));
  const wanted = plans.flatMap(({ bases }) =>
    bases.map(({ name, version }) => taggedImage(images, name, version)),
  );
  const tagged = [...new Set(wanted)].sort();
  const pinned = await Promise.all(tagged.map((image) => dag.container().from(image).imageRef()));
  return lockText(Object.fromEntries(tagged.map((image, at) => [image, pinned[at]?.split("@")[1] ?? ""])));
}

/** The repository's own bases, and the module's where it has none. */
async function basesOf({ snapshot }: Repository) {
  const own = snapshot.text("bases.yaml");
  const images = readBases(own ?? (await dag.currentModule().source().file("bases.yaml").contents()));
  return { images, address: registryAddress(images, readLock(snapshot.text("bases.lock"))) };
}

function settled(service: Microservice, environment: string): Microservice {
  const { service: resolved, faults } = forEnvironment(service, environment);
  if (!resolved) throw new Error(faults.map(faultText).join("\n"));
  return resolved;
}
