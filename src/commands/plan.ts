import type { BasesFrom } from "../bases/addresses.ts";
import { imageCommand } from "../dockerfile/image-command.ts";
import type { Engine } from "../engine.ts";
import { asFailure, failureText, type Refusal, refuse } from "../failure.ts";
import { keyOf, type PlannedService, referenceOf } from "../pipeline/plan.ts";
import { type Selection, select } from "../pipeline/select.ts";
import { factsOf as publishFacts } from "../publish/checkout.ts";
import { askedOf, settingsIn } from "../publish/destination-plan.ts";
import { SETTINGS_FILE, templatesOf } from "../publish/settings.ts";
import { tagsOf } from "../publish/tags.ts";
import type { RunResult, ServiceResult } from "../report/result.ts";
import { faultText } from "../yaml/fault.ts";
import { withBasesNote } from "./bases-note.ts";
import type { BuildOptions, OneOptions, PublishOptions } from "./options.ts";
import { type Planned, planEach, plannerOf, refuseUnfrozen } from "./planning.ts";
import { pickService, readRepository, refuseWhole } from "./repository.ts";
import { plannedResult, skippedResult } from "./results.ts";
import { detectedFacts } from "./services.ts";

/**
 * `plan`: what would be built; nothing is, and no registry is asked. What can't be planned is skipped.
 *
 * @throws a `Failure` (exit 2) where nothing can be planned, or a name is none.
 */
export async function plan(
  engine: Engine,
  options: PublishOptions & Pick<Selection, "only" | "exclude">,
): Promise<RunResult> {
  const repository = await readRepository(engine);
  refuseWhole(repository);
  const tags = await tagsFor(engine, options);
  const planner = await plannerOf(engine, repository, options);
  const from = basesFrom(engine, options);
  const chosen = select(repository.services, { only: options.only, exclude: options.exclude });
  const plans = planEach(repository, chosen, (service) => planner(service, from));
  if (options.frozen) refuseUnfrozen(engine, plans);
  const results = await Promise.all(plans.map((one) => planResult(engine, one, tags)));
  refuse(nothingPlanned(results));
  return { services: results };
}

function nothingPlanned(results: ServiceResult[]): Refusal | undefined {
  const errors = results.flatMap(({ error }) => error ?? []);
  if (!errors.length || errors.length < results.length) return undefined;
  return { message: errors.map(failureText).join("\n"), next: "" };
}

/** `dockerfile`: the multi-stage Dockerfile that a service's definition means; bases that only this machine has are noted. */
export async function dockerfile(engine: Engine, options: OneOptions): Promise<string> {
  const repository = await readRepository(engine);
  const service = pickService(repository, options.service, engine.standing);
  const planner = await plannerOf(engine, repository, options);
  const planned = planner(service, basesFrom(engine, options), options.stage);
  if (options.frozen) refuseUnfrozen(engine, [{ service, planned }]);
  return withBasesNote(planned);
}

/** Those that a build with the same flags starts from: pinned ones come from a registry. */
function basesFrom(engine: Engine, { bases, frozen }: BuildOptions): BasesFrom {
  return bases ?? (frozen ? "registry" : (engine.bases?.remembered()?.from ?? "registry"));
}

/** The tags that `publish` would give a service's image. @throws a `Failure` (exit 2) where they can't be tags. */
async function tagsFor(engine: Engine, options: PublishOptions): Promise<(service: string) => string[]> {
  const settings = settingsIn(engine.snapshot.text(SETTINGS_FILE));
  const sources = await engine.sources();
  const asked = askedOf(options, settings, sources);
  const templates = { templates: templatesOf(settings), latest: options.latest };
  return (service) => {
    const { immutable, moving } = tagsOf(service, publishFacts(service, asked, sources.checkout), templates);
    return [...immutable, ...moving];
  };
}

async function planResult(
  engine: Engine,
  { service, planned, failure }: Planned,
  tags: (service: string) => string[],
): Promise<ServiceResult> {
  if (failure) return skippedResult(service, failure);
  try {
    return plannedResult(planned.service, {
      ...(await described(engine, planned)),
      tags: tags(service.name),
    });
  } catch (error) {
    return skippedResult(service, asFailure(error));
  }
}

async function described(engine: Engine, planned: PlannedService): Promise<Partial<ServiceResult>> {
  const { service, environment, stages } = planned;
  const { warnings } = service;
  return {
    environment,
    reference: referenceOf(planned),
    budgetBytes: service.budgetBytes,
    stages: stages.map(({ name, base }) => ({ name, base })),
    command: imageCommand(stages),
    key: keyOf(planned, await engine.contents(service), await engine.platform()),
    facts: detectedFacts(service),
    ...(warnings && { warnings: warnings.map(faultText) }),
  };
}
